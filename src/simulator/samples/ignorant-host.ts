import { lane, type SimulatedSample } from "./sample.ts";

export const ignorantHost: SimulatedSample = {
  id: "famous-puzzle",
  icon: "question",
  title: "A famous puzzle, changed by one word",
  description: "At low effort the model answers the puzzle it knows; at medium it reads the one it was given.",
  system: "",
  user: "There are three doors, a car behind one and goats behind the others. You choose door 1. The host, who does not know where the car is, opens door 3 at random; there happens to be a goat. Should you switch to door 2? Give the probability.",
  variables: {},
  lanes: [lane("clear-signal", "low"), lane("clear-signal", "medium"), lane("quiet-mind", "high")],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Recognising the puzzle",
        summary: "This is the three-door problem, where switching wins two times out of three.",
        raw: "Three doors, a host opens one with a goat, switch or stay. This is Monty Hall. The first choice is right one time in three, so switching wins two times in three.",
      },
      {
        from: 2,
        title: "Reading the host again",
        summary:
          "Here the host does not know. He could have shown the car, and those cases are gone; that changes the odds to one half.",
        raw: "Wait. “Who does not know where the car is.” In the famous version the host knows and always shows a goat, and that is where the two thirds come from. Here he opens at random. Let me count: car behind 1, 2 or 3, a third each. Car at 1: he shows a goat, whichever he opens. Car at 2: he opens door 3, a goat. Car at 3: he would have shown the car; it did not happen. What is left: car at 1 and car at 2, equally likely, because in both he opened door 3 by the same chance. So one half each. Switching does not matter.",
      },
      {
        from: 3,
        title: "Doing it with numbers",
        summary:
          "Of 600 games the host opens door 3 in 300; in 100 of them he shows the car, in 100 each it is behind door 1 and door 2.",
        raw: "I want to be sure, since the other answer is so famous. Take 600 games, I always choose door 1. The car is behind each door 200 times. The host, knowing nothing, opens 2 or 3 by the toss of a coin. Car at 1 (200): he opens 3 in 100. Car at 2 (200): he opens 3 in 100, goat. Car at 3 (200): he opens 3 in 100 and shows the car. So door 3 is opened in 300 games. In 100 of them the car appears; those are not our case. Of the 200 that remain, 100 have the car at 1, 100 at 2. One half. In the famous game the host avoids the car: with the car at 2 he must open 3 in all 200 games, with the car at 1 only in 100, and 200 against 100 is two to one. The whole difference is those 100 games that his knowledge adds.",
      },
      {
        from: 3,
        title: "What the answer should say",
        summary: "Both probabilities belong in the answer, because most readers expect two thirds.",
        raw: "Is “happens to be a goat” information about door 1? Yes: a goat at door 3 is more likely when I have the car (certain) than when I have not (one half), so my door rises from 1/3 to 1/2. By Bayes: (1/3 × 1) / (1/3 × 1 + 2/3 × 1/2) = 1/2. Both ways agree. The reader will expect 2/3, so I say why it is not.",
      },
    ],
    answers: [
      { from: 0, text: "Yes, switch: door 2 wins with probability **2/3**." },
      {
        from: 1,
        text: "Yes. Your first choice is right one time in three, so switching to door 2 wins with probability **2/3**.",
      },
      {
        from: 2,
        text: "It makes no difference: door 1 and door 2 both have probability **1/2**.\n\nThe two thirds of the famous version come from a host who *knows* and avoids the car. This one opens at random; the games in which he would have shown the car are excluded, and the two that remain are equally likely.",
      },
      {
        from: 3,
        text: "It makes no difference: both doors have probability **1/2**.\n\nOf 600 games with your door 1, a host who opens at random opens door 3 in 300:\n\n| car behind | door 3 opened | shows |\n|---|---|---|\n| door 1 | 100 | goat |\n| door 2 | 100 | goat |\n| door 3 | 100 | car, not our case |\n\nA host who *knows* would open door 3 in all 200 games with the car behind door 2. That is where the famous 2/3 comes from, and it is missing here.",
      },
    ],
  },
};
