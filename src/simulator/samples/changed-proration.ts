import { add, divide, multiply, negate, parseRational, type Rational, rational, showRational } from "../brain/rational.ts";
import type { Solution } from "../brain/solution.ts";

/**
 * The billing question with other prices or another moment: its variables invite to change them, so the answer is worked
 * out. Null for any other prompt, and for a moment outside the month.
 */
export function changedProration(prompt: string): Solution | null {
  const match = pattern.exec(prompt);
  const [, from = "", to = "", day = "", hours = "0", minutes = "0"] = match ?? [];
  const dayNumber = Number(day);
  if (match === null || dayNumber < 1 || dayNumber > 30 || Number(hours) > 23 || Number(minutes) > 59) return null;
  const partOfDay = divide(rational(BigInt(hours) * 60n + BigInt(minutes)), rational(1440n));
  const used = add(rational(BigInt(dayNumber - 1)), partOfDay);
  return solutionFor(parseRational(from), parseRational(to), used);
}

const pattern =
  /moves from the \$(\d{1,6}(?:\.\d{1,2})?) plan to the \$(\d{1,6}(?:\.\d{1,2})?) plan on (\d{1,2})\.? [A-Za-z]+(?:,? (\d{1,2}):(\d{2}))?\. Plans are paid monthly in advance, the month has 30 days/;

function solutionFor(from: Rational, to: Rational, used: Rational): Solution {
  const left = add(rational(30n), negate(used));
  const share = (price: Rational) => divide(multiply(price, left), rational(30n));
  const charge = share(add(to, negate(from)));
  const money = dollars(charge);
  const days = decimal(left);
  const isDowngrade = charge.numerator < 0n;
  const result = isDowngrade ? `**${dollars(negate(charge))} back**` : `**${money}**`;
  return {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Fixing the unit of time",
        summary: `Days are counted with fractions from the start of the month: ${decimal(used)} used, ${days} left.`,
        raw: `Let time run from the start of the month. ${decimal(used)} days are used, so ${days} of 30 remain. (${decimal(to)} − ${decimal(from)}) × ${days} / 30 = ${decimal(charge)}.`,
      },
      {
        from: 2,
        title: "Crediting and charging the rest",
        summary: `The old plan gives back ${dollars(share(from))}, the new one costs ${dollars(share(to))} for the rest of the month.`,
        raw: `The two sides one by one, as the invoice will show them. Credit: ${decimal(from)} × ${days} / 30 = ${decimal(share(from))}. Charge: ${decimal(to)} × ${days} / 30 = ${decimal(share(to))}. The difference is ${decimal(charge)}. ${isDowngrade ? "It is negative: a downgrade, so the customer gets money back." : "The prompt names a time of day, so the day of the change is split, not counted whole."}`,
      },
      {
        from: 3,
        title: "Checking the rounding and the ends",
        summary: `Subtract first and round once: ${money}. At the first moment of the month the whole difference is due, at the last nothing.`,
        raw: `Rounding each side and subtracting can differ by a cent from subtracting and rounding once, so I subtract first. ${decimal(charge)} rounds to ${money}. Do the ends make sense? At the very start 30 days are left and the whole difference is due; at the very end none is left and nothing is due; here ${decimal(divide(multiply(left, rational(100n)), rational(30n)))} % of the month is left, and ${money} is that part of ${decimal(add(to, negate(from)))}. The amounts go into the function in cents, so that the only rounding is the last one. A month of 31 days would give another result, hence the parameter.`,
      },
    ],
    answers: [
      {
        from: 0,
        text: `${days} of 30 days are left: (${decimal(to)} − ${decimal(from)}) × ${days} / 30.\n\n\`\`\`ts\n// cents in, cents out, rounded once\nfunction prorate(from: number, to: number, left: number, days = 30) {\n  return Math.round(((to - from) * left) / days);\n}\n\`\`\`\n\n${result}`,
      },
    ],
  };
}

/** Rounded to cents, half away from zero. */
function dollars(value: Rational): string {
  const sign = value.numerator < 0n ? "-" : "";
  const size = value.numerator < 0n ? -value.numerator : value.numerator;
  const cents = String((size * 200n + value.denominator) / (value.denominator * 2n)).padStart(3, "0");
  return `${sign}$${cents.slice(0, -2)}.${cents.slice(-2)}`;
}

/** The decimal form alone, where a fraction would stand before it. */
function decimal(value: Rational): string {
  return showRational(value).split(" ≈ ").at(-1) ?? "";
}
