import { lane, type SimulatedSample } from "./sample.ts";

const user = `This query should list every customer with the number of orders in 2026. Customers without orders are missing. Why, and what is the smallest correct query?

\`\`\`sql
SELECT c.name, COUNT(o.id) AS orders
FROM customers c
LEFT JOIN orders o ON o.customer_id = c.id
WHERE o.created_at >= '2026-01-01'
GROUP BY c.name;
\`\`\``;

const moved = `\`\`\`sql
SELECT c.name, COUNT(o.id) AS orders
FROM customers c
LEFT JOIN orders o
  ON o.customer_id = c.id
 AND o.created_at >= '2026-01-01'
GROUP BY c.name;
\`\`\``;

const complete = `\`\`\`sql
SELECT c.id, c.name, COUNT(o.id) AS orders
FROM customers c
LEFT JOIN orders o
  ON o.customer_id = c.id
 AND o.created_at >= '2026-01-01'
 AND o.created_at <  '2027-01-01'
GROUP BY c.id, c.name;
\`\`\``;

export const sqlJoin: SimulatedSample = {
  id: "sql-bug",
  icon: "database",
  title: "One bug or three?",
  description: "A LEFT JOIN that loses rows. Low effort repairs what was asked; high effort finds what was not.",
  system: "You review SQL. Show the corrected query and say what was wrong.",
  user,
  variables: {},
  lanes: [lane("steady-thinker", "low"), lane("steady-thinker", "high"), lane("quick-draft", "default")],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Following a customer without orders",
        summary: "The join keeps the customer with NULLs for the order; WHERE then compares NULL with a date and drops the row.",
        raw: "A customer without orders: LEFT JOIN gives one row with o.* NULL. WHERE o.created_at >= … is NULL for it, not true, so the row goes. The condition has to move into ON.",
      },
      {
        from: 2,
        title: "Moving the condition into the join",
        summary:
          "In ON the condition decides what joins, not what stays. COUNT(o.id) then counts 0 for nobody, which COUNT(*) would not.",
        raw: "With the condition in ON, orders before 2026 do not join, and a customer with none left is still there once, with NULLs. COUNT(o.id) skips NULL and gives 0. COUNT(*) would give 1, so it is good that the query has o.id. Would “OR o.id IS NULL” in WHERE do as well? No: a customer whose only orders are from 2025 joins with those, is not NULL, fails the date and disappears. That repair works for the customers one tests with and fails for old ones. So ON it is.",
      },
      {
        from: 3,
        title: "Grouping by a name",
        summary: "Two customers with the same name would become one row. The key belongs in GROUP BY.",
        raw: "Now the rest of the query, since I am here. GROUP BY c.name: two customers called Anna Schmidt become one row with the orders of both. Nobody complained, because it takes two equal names to see it, but “every customer” is not what comes out. Group by c.id, and keep c.name, either in GROUP BY or, in databases that know the key, only in SELECT. Naming both works everywhere.",
      },
      {
        from: 3,
        title: "The other end of the year",
        summary:
          "“In 2026” has an end; without an upper bound the query is right until New Year's Eve only. A half-open range avoids the last-second problem.",
        raw: "“Orders in 2026”, but the condition has no upper end. Until 31 December nobody notices, on 1 January the numbers begin to grow. Add < '2027-01-01', half open. BETWEEN '2026-01-01' AND '2026-12-31' would lose the last day but its first instant, if created_at is a timestamp. Time zones: '2026-01-01' is midnight in the session's zone; worth a word, not a change. Index: a plain range on created_at can use one; YEAR(o.created_at) = 2026 could not. Is the order of ON conditions relevant? No. NULL in customer_id? Joins with nobody, fine. So three findings: one that was asked, two that were not. I name them in that order, and mark the two as beyond the question.",
      },
    ],
    answers: [
      {
        from: 0,
        text: `The \`WHERE\` removes the customers without orders. Allow NULL:\n\n\`\`\`sql\nWHERE o.created_at >= '2026-01-01' OR o.id IS NULL\n\`\`\``,
      },
      {
        from: 1,
        text: `\`WHERE\` on the right table undoes the outer join: for a customer without orders \`o.created_at\` is NULL, and NULL is not \`>=\` anything. Move the condition into \`ON\`.\n\n${moved}`,
      },
      {
        from: 2,
        text: `\`WHERE\` on the right table undoes the outer join: for a customer without orders \`o.created_at\` is NULL, and NULL is not \`>=\` anything. In \`ON\` the condition decides what joins, not what stays.\n\n${moved}\n\n\`OR o.id IS NULL\` would not do: a customer with orders from 2025 only would still be missing.`,
      },
      {
        from: 3,
        text: `**What you see:** \`WHERE\` on the right table undoes the outer join; NULL is not \`>=\` anything. The condition belongs in \`ON\`. (\`OR o.id IS NULL\` would still lose customers whose orders are all older.)\n\n**What you do not see yet:**\n- \`GROUP BY c.name\` merges customers of the same name.\n- There is no end of the year; from 1 January on the numbers are wrong.\n\n${complete}`,
      },
    ],
  },
};
