import { describe, expect, it } from "vitest";
import { deadlines } from "../../client/meetup/deadlines.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const NOW = Date.parse("2026-03-09T09:00:00Z");
const inMinutes = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

function factsWith(proposalsClose: string | null, votingCloses: string | null) {
  const facts = new MeetupStory().view().meetup;
  return {
    ...facts,
    proposals: { ...facts.proposals, closesAt: proposalsClose },
    voting: { ...facts.voting, closesAt: votingCloses },
  };
}

describe("the countdown", () => {
  it.each([
    [null, inMinutes(12), ["Voting closes in 12 min"]],
    [null, inMinutes(0.5), ["Voting closes in 1 min"]],
    [inMinutes(90), null, ["Proposals close at 10:30"]],
    [inMinutes(30), inMinutes(10), ["Voting closes in 10 min", "Proposals close in 30 min"]],
    [inMinutes(30), inMinutes(30), ["Proposals and voting close in 30 min"]],
    [null, inMinutes(-1), []],
    [null, null, []],
  ])("[A19] says when proposals (%s) and voting (%s) close", (proposals, voting, said) => {
    expect(deadlines(factsWith(proposals, voting), NOW)).toEqual(said);
  });

  it("[A19] names the day before that day", () => {
    expect(deadlines(factsWith(null, "2026-03-10T17:30:00Z"), NOW)[0]).toMatch(
      /^Voting closes Tue 10 March.* at 17:30$/u,
    );
  });

  it("[A19] says nothing of what is closed already", () => {
    const facts = factsWith(null, inMinutes(12));
    expect(deadlines({ ...facts, voting: { ...facts.voting, open: false } }, NOW)).toEqual([]);
  });
});
