import { type Finding, findFindings } from "./findings.ts";
import { type Outline, outlines } from "./outlines.ts";
import { type Reading, readPrompt, shorten } from "./read-prompt.ts";
import type { GradedThought, Solution } from "./solution.ts";

/**
 * An answer to a prompt nobody prepared: what can be worked out exactly is worked out; for the rest it says plainly that a
 * simulated model knows nothing, and gives the shape that an answer would have.
 */
export function compose(task: { readonly prompt: string; readonly system: string; readonly earlierMessages: number }): Solution {
  const reading = readPrompt(partlyRead(task.prompt));
  const findings = findFindings(reading.prose);
  // In a long prompt a calculation is rarely all that is asked.
  const isAll = findings.length > 0 && reading.words <= 40 && reading.code.length === 0;
  return isAll ? solved(findings, reading) : outlined(task, reading, findings);
}

/** A prompt may be megabytes long; what it wants stands at its ends. */
function partlyRead(prompt: string): string {
  return prompt.length <= 12_000 ? prompt : `${prompt.slice(0, 8_000)}\n…\n${prompt.slice(-4_000)}`;
}

function solved(findings: readonly Finding[], reading: Reading): Solution {
  const [first] = findings;
  const many = findings.length > 1;
  const thoughts: GradedThought[] = [
    {
      from: 1,
      title: "Working it out",
      summary: `${many ? `There are ${findings.length} things to work out` : `They want ${first?.question ?? "a result"}`}; each can be done exactly.`,
      raw: `${many ? "Several results are asked for." : `They want ${first?.question ?? "a result"}.`} ${findings.map((finding) => `${many ? `${sentence(finding.question)}. ` : ""}${finding.working}`).join(" ")}`,
    },
    {
      from: 2,
      title: "Doing it another way",
      summary: "A second route that shares no step with the first gives the same.",
      raw: `Before I answer, once more by another way. ${findings.map((finding) => finding.check).join(" ")} Both routes agree.`,
    },
    {
      from: 3,
      title: "Looking for a second meaning",
      summary: `I checked whether the wording allows another reading. ${reading.words < 15 ? "It is short and plain." : "The rest of the prompt does not change the numbers."}`,
      raw: `Is there another way to read it? “${shorten(reading.task, 120)}” ${first?.reading ?? ""} ${findings.map((finding) => `${finding.question}: ${finding.result}.`).join(" ")} I am done; more thinking would only repeat this.`,
    },
  ];
  const lines = findings.map((finding) => `${many ? "- " : ""}${finding.statement}`);
  return { thoughts, answers: [{ from: 0, text: `${lines.join("\n")}\n\n${computedNote[reading.language]}` }], isEasy: true };
}

function outlined(
  task: { readonly system: string; readonly earlierMessages: number },
  reading: Reading,
  findings: readonly Finding[],
): Solution {
  const outline = outlines[reading.kind];
  const topic = topicText(reading);
  return {
    thoughts: outlineThoughts(task, reading, outline, topic),
    answers: [
      { from: 0, text: answerText(reading, outline, topic, findings, 0) },
      { from: 2, text: answerText(reading, outline, topic, findings, 2) },
      { from: 3, text: answerText(reading, outline, topic, findings, 3) },
    ],
    isEasy: reading.words < 12 && reading.code.length === 0,
  };
}

function outlineThoughts(
  task: { readonly system: string; readonly earlierMessages: number },
  reading: Reading,
  outline: Outline,
  topic: string,
): readonly GradedThought[] {
  const seen = observations(reading);
  const [trap = "", otherTrap = trap] = outline.traps;
  const around = [
    task.system === "" ? "" : `The system text sets the frame: “${shorten(task.system, 90)}”. I keep to it.`,
    task.earlierMessages > 0
      ? `There were ${task.earlierMessages} messages before this one; the last one is what counts now.`
      : "",
  ].filter((line) => line !== "");
  return [
    {
      from: 1,
      title: "Reading the task",
      summary: `The prompt asks for ${outline.verb} about ${topic}. I know nothing about it beyond what the prompt says.`,
      raw: `The user wants ${outline.verb}: “${shorten(reading.task, 140)}”. It is about ${topic}. I am a simulated model, so I have no knowledge to bring; I can only work with what is written here. ${around.join(" ")}`.trim(),
    },
    {
      from: 2,
      title: "Taking stock of what is given",
      summary:
        seen.length === 0
          ? "The prompt gives no material beyond the question itself."
          : `The prompt itself gives: ${seen.join("; ")}.`,
      raw: `What do I have? ${seen.length === 0 ? "Only the question; no figures, no code, no list." : `${sentence(seen.join("; "))}.`} What do I not have? Anything about the world. So the honest answer is the shape of an answer: ${outline.steps.length} parts, and for each what belongs in it. The mistake to avoid with ${outline.verb} is ${trap}.`,
    },
    {
      from: 3,
      title: "Choosing the order",
      summary: `I weighed starting from the result against starting from the material, and planned how to check it. ${outline.check}`,
      raw: `Which order? One could begin with the result and give reasons after it; a reader in a hurry would like that. But without knowledge the result would be invented, and reasons after an invented result are worse than none. So: parts in the order in which somebody would work. Let me go through them. ${outline.steps.map((step, at) => `${at + 1}. ${plain(step, topic)}`).join(" ")} Is anything missing? ${sentence(otherTrap)} would be the other classic mistake; the order above avoids it, because that point comes up before anything is written down. How would I know that it is good? ${outline.check} ${reading.constraints.length === 0 ? "There is no stated limit on length or form, so short is better." : `The constraints (${reading.constraints.map((line) => `“${line}”`).join(", ")}) go into the answer word for word, or they will be forgotten.`}`,
    },
  ];
}

function answerText(reading: Reading, outline: Outline, topic: string, findings: readonly Finding[], depth: number): string {
  const seen = observations(reading);
  const parts = [
    openings[reading.language],
    `**The task as I read it.** ${sentence(reading.task === "" ? "The prompt is empty" : reading.task)}`,
    seen.length === 0 ? "" : `**What the prompt gives.** ${sentence(seen.join("; "))}.`,
    findings.length === 0 ? "" : `**What can be worked out exactly.** ${findings.map((finding) => finding.statement).join("; ")}`,
    ...reading.code.slice(0, 3).map((code) => codeText(code)),
    `**The shape of an answer** (${outline.verb})\n\n${outline.steps.map((step, at) => `${at + 1}. ${step.replace("{topic}", topic)}`).join("\n")}`,
    reading.listItems.length > 1 && depth >= 2
      ? `**Your points, one by one**\n\n${reading.listItems
          .slice(0, 8)
          .map((item) => `- ${item}: what is known, what is missing, what follows.`)
          .join("\n")}`
      : "",
    depth >= 2 ? `**Mind** ${outline.traps.join("; ")}.` : "",
    depth >= 3
      ? `**How to check it.** ${outline.check}${reading.constraints.length > 0 ? ` Constraints to tick off: ${reading.constraints.map((line) => `“${line}”`).join(", ")}.` : ""}`
      : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function codeText(code: Reading["code"][number]): string {
  const defines = code.defines.length === 0 ? "" : ` It defines ${code.defines.map((name) => `\`${name}\``).join(", ")}.`;
  const notes =
    code.notes.length === 0 ? " By form alone nothing looks wrong." : ` By form alone I notice ${code.notes.join("; ")}.`;
  return `**The ${code.language} code** has ${code.lines} ${code.lines === 1 ? "line" : "lines"}.${defines}${notes}`;
}

function observations(reading: Reading): readonly string[] {
  const { code, listItems, numbers, questions, constraints } = reading;
  return [
    code.length > 0
      ? `${code.length === 1 ? "one block" : `${code.length} blocks`} of ${[...new Set(code.map((block) => block.language))].join(" and ")}`
      : "",
    listItems.length > 0 ? `a list of ${listItems.length}` : "",
    numbers.length > 0 ? `the figures ${numbers.join(", ")}` : "",
    questions > 1 ? `${questions} questions` : "",
    constraints.length === 0 ? "" : constraints.length === 1 ? "a constraint" : `${constraints.length} constraints`,
  ].filter((line) => line !== "");
}

function topicText(reading: Reading): string {
  return reading.topics.length === 0 ? "this" : reading.topics.slice(0, 3).join(", ");
}

function plain(step: string, topic: string): string {
  return step.replaceAll("**", "").replace("{topic}", topic);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const openings: Readonly<Record<Reading["language"], string>> = {
  en: "*Simulated answer.* I run on this computer and know nothing about the world, so this is the shape of an answer, not the answer. For a real one, add a lane with a real model.",
  de: "*Simulierte Antwort.* Ich laufe auf diesem Rechner und weiß nichts über die Welt; das ist der Aufbau einer Antwort, nicht die Antwort. Für eine echte braucht es eine Spur mit einem echten Modell.",
  fr: "*Réponse simulée.* Je tourne sur cet ordinateur et je ne sais rien du monde ; voici la forme d’une réponse, pas la réponse. Pour une vraie, ajoutez une voie avec un vrai modèle.",
  es: "*Respuesta simulada.* Funciono en este ordenador y no sé nada del mundo; esto es la forma de una respuesta, no la respuesta. Para una de verdad, añada un carril con un modelo real.",
};

const computedNote: Readonly<Record<Reading["language"], string>> = {
  en: "*Worked out exactly on this computer by a simulated model.*",
  de: "*Auf diesem Rechner von einem simulierten Modell exakt ausgerechnet.*",
  fr: "*Calculé exactement sur cet ordinateur par un modèle simulé.*",
  es: "*Calculado exactamente en este ordenador por un modelo simulado.*",
};
