import { expect, test } from "vitest";
import { phaseWords } from "../../client/meetup/phases.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const AT = Date.parse("2026-03-12T10:00:00Z");

test("what can be done in a meetup is said by what is open, whatever the phase, and until when notes are", () => {
  const meetup = new MeetupStory();
  const says = (at = AT) => phaseWords(meetup.view().meetup, at);
  expect(says()).toBe("Proposals and voting are open.");
  meetup.does("olga", { type: "meetup.edit", voting: { open: false } });
  expect(says()).toBe("Proposals are open, voting is closed.");
  meetup.does("olga", { type: "meetup.setPhase", phase: "running" });
  expect(says()).toBe("Proposals and voting are closed.");
  meetup.does("olga", { type: "meetup.edit", voting: { open: true } });
  expect(says()).toBe("Proposals are closed, voting is open.");
  meetup.does("olga", { type: "meetup.edit", startsOn: "2026-03-12", endsOn: "2026-03-12", notesUntil: "2026-03-20" });
  meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
  expect(says()).toMatch(/^The agenda is fixed\. Notes stay open until Fri 20 March/u);
  expect(says(Date.parse("2026-03-22T10:00:00Z"))).toBe("The agenda is fixed, and notes are closed.");
});
