import { describe, expect, it } from "vitest";
import { demoteHeadings, escapeMarkdown } from "../../shared/exports/markdown-text.ts";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { actionsIn } from "../../shared/notes/actions.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

describe("text in exports", () => {
  it.each([
    ["Rabbit HA: 3 nodes (or 5)", "Rabbit HA: 3 nodes (or 5)"],
    ["<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
    ["a | b", "a \\| b"],
    ["# not a heading", "\\# not a heading"],
    ["snake_case and _emphasis_", "snake_case and \\_emphasis\\_"],
    ["[link](https://example.org)", "\\[link\\](https://example.org)"],
    ["1. not a list", "\\1. not a list"],
  ])("%s reads as that text", (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it("headings go deeper, code and hashtags stay", () => {
    expect(demoteHeadings("# A\n##action call\n```\n# code\n```\n##### B", 3)).toBe(
      "#### A\n##action call\n```\n# code\n```\n###### B",
    );
  });
});

describe("actions", () => {
  it("are task items with words and lines tagged ##action", () => {
    const text =
      "# Notes\n- [ ] Write to Ana\n- [x] Done\n- [ ]\n- ##action Ben files a bug\n```\n- [ ] code\n```\nnothing";
    expect(actionsIn(text)).toEqual([
      { text: "Write to Ana", done: false, line: 2 },
      { text: "Done", done: true, line: 3 },
      { text: "Ben files a bug", done: false, line: 5 },
    ]);
  });
});

describe("a meetup as Markdown", () => {
  it("[E2] has the agenda with votes, the schedule, all notes, outcomes and actions", () => {
    const meetup = new MeetupStory();
    meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA | queues" });
    meetup.does("ben", { type: "topic.propose", id: "puppet-01", title: "Puppet" });
    meetup.does("ben", { type: "topic.propose", id: "left-over", title: "Left over" });
    for (const who of ["ana", "ben"]) meetup.does(who, { type: "vote.cast", topicId: "rabbit-ha" });
    meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
    meetup.does("olga", {
      type: "slot.add",
      id: "slot-0001",
      startsAt: "2026-03-09T10:00:00Z",
      endsAt: "2026-03-09T10:45:00Z",
    });
    meetup.does("olga", {
      type: "session.schedule",
      id: "session-1",
      topicIds: ["rabbit-ha"],
      roomId: "main-hall",
      slotId: "slot-0001",
    });
    meetup.does("ben", {
      type: "sideGroup.start",
      id: "group-001",
      topicId: "puppet-01",
      place: "Lobby sofa",
    });
    meetup.does("ben", {
      type: "sideGroup.end",
      sideGroupId: "group-001",
      outcome: "Share the modules",
    });
    const view = meetup.view();
    const notes = new Map(
      view.topics.map(({ padId, title }) => [padId, { text: `# ${title}\n\n- [ ] after ${title}\n`, touched: true }]),
    );
    const text = meetupMarkdown(view, notes);
    expect(text).toContain("| 1 | Rabbit HA \\| queues | 2 | On the agenda | Ana |");
    expect(text).toContain("- 10:00 to 10:45, Main hall: Rabbit HA \\| queues");
    expect(text).toContain("Monday, 9 March 2026");
    expect(text).toContain("Outcome: Share the modules");
    expect(text).toContain("Lobby sofa, hosted by Ben, 1 person");
    expect(text).toContain("## Notes on other topics\n\n### Left over\n\n#### Left over");
    expect(text).toContain("## Actions\n\n- [ ] after Rabbit HA | queues (Rabbit HA \\| queues)");
  });
});
