import { lane, type SimulatedSample } from "./sample.ts";

export const clockHands: SimulatedSample = {
  id: "rounded-effort",
  icon: "settings-gear",
  title: "What you asked and what was sent",
  description: "Medium effort on four models: one takes it, one has no such word, one is only on or off, one has no knob.",
  system: "",
  user: "How many times in 24 hours do the hour hand and the minute hand of a clock lie exactly on top of each other?",
  variables: {},
  lanes: [
    lane("steady-thinker", "medium"),
    lane("open-book", "medium"),
    lane("loud-thinker", "medium"),
    lane("quick-draft", "medium"),
  ],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Once an hour",
        summary: "The minute hand passes the hour hand about once an hour, which gives 24.",
        raw: "The minute hand goes round once an hour and passes the hour hand each time. 24 hours, 24 times.",
      },
      {
        from: 2,
        title: "The hour hand moves as well",
        summary: "In 12 hours the minute hand makes 12 turns and the hour hand one, so it gains 11 turns: 11 meetings, 22 a day.",
        raw: "But the hour hand does not wait. After 12:00 the next meeting is not at 1:00 but a little after 1:05. In 12 hours the minute hand makes 12 turns, the hour hand 1; the faster gains 11 turns and so catches up 11 times. 22 in 24 hours. In which hour is there none? Between 11 and 12: the hands meet at 10:54 and then at 12:00, which belongs to the next hour. That is where the one is lost, once before noon and once before midnight.",
      },
      {
        from: 3,
        title: "Listing the times",
        summary:
          "They meet every 12/11 hours, about 65 minutes 27 seconds: 12:00, 1:05, 2:10, 3:16, 4:21, 5:27, 6:32, 7:38, 8:43, 9:49, 10:54.",
        raw: "List them to be sure. Every 12/11 of an hour, that is 1 h 5 min 27.27 s. From 12:00:00: 1:05:27, 2:10:55, 3:16:22, 4:21:49, 5:27:16, 6:32:44, 7:38:11, 8:43:38, 9:49:05, 10:54:33, 12:00:00. Eleven steps until 12:00 again, so eleven meetings in each half day, counting 12:00 once. Two half days, 22. With speeds: the minute hand 360° an hour, the hour hand 30°, difference 330° an hour; in 24 hours 7,920°, divided by 360° is 22. Agrees.",
      },
      {
        from: 3,
        title: "The edges of the day",
        summary:
          "If both midnights are counted there would be 23; a day that begins at 0:00 contains its beginning, not its end.",
        raw: "The edges: a day from 0:00 to 24:00 has a meeting at its very beginning and one at its very end. Counting both gives 23. The one at the end is the beginning of the next day, so a day has 22. If I start watching at a moment when they are not on top of each other, say at 0:10, there is no such question, and it is 22 as well. A digital thought: hands that jump once a minute would never meet exactly, except at 12; the question means hands that move smoothly. So 22, and the answer should show where the expected 24 loses two.",
      },
    ],
    answers: [
      { from: 0, text: "Once every hour: **24** times." },
      {
        from: 2,
        text: "**22** times. In 12 hours the minute hand makes 12 turns and the hour hand one, so it catches up 11 times. Between 11 and 12 there is no meeting of its own: the next one is at 12:00.",
      },
      {
        from: 3,
        text: "**22** times.\n\nThe minute hand gains 11 turns on the hour hand in 12 hours, so they meet every 12/11 h, about 65 min 27 s: 12:00, 1:05, 2:10, 3:16, 4:21, 5:27, 6:32, 7:38, 8:43, 9:49, 10:54 and then 12:00 again.\n\nThe expected 24 loses one before noon and one before midnight: there is no meeting between 11 and 12.",
      },
    ],
  },
};
