import { GFM, parser as markdown } from "@lezer/markdown";
import fc from "fast-check";
import { atOnce } from "../../shared/in-parts.ts";
import { describe, expect, it } from "vitest";
import { demoteHeadings, escapeMarkdown } from "../../shared/exports/markdown-text.ts";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { votesCsv } from "../../shared/exports/votes-csv.ts";
import * as Y from "yjs";
import { listActions } from "../../shared/notes/action-list.ts";
import { actionsIn } from "../../shared/notes/actions.ts";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

describe("text in exports", () => {
  it.each([
    ["Rabbit HA: 3 nodes (or 5)", "Rabbit HA: 3 nodes (or 5)"],
    ["<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
    ["a | b", "a \\| b"],
    ["# not a heading", "\\# not a heading"],
    ["snake_case and _emphasis_", "snake_case and \\_emphasis\\_"],
    ["[link](https://example.org)", "\\[link\\](https://example.org)"],
    ["1. not a list", "1\\. not a list"],
    ["R&D, &copy; and &#35;", "R&D, \\&copy; and \\&#35;"],
    ["Learn C #", "Learn C \\#"],
  ])("%s reads as that text", (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it("headings go deeper, code and hashtags stay", () => {
    expect(demoteHeadings("# A\n##action call\n```\n# code\n```\n##### B", 3)).toBe(
      "#### A\n##action call\n```\n# code\n```\n###### B",
    );
  });
});

describe("headings that are underlined", () => {
  it.each([
    ["Title\n===\nText", "### Title\nText"],
    ["#######\n===\nText", "### \\#######\nText"],
    ["Text\n\nof two\n  lines C #\n---\r\n# A", "Text\n\n#### of two lines C \\#\n### A"],
    ["- item\n---\n> quote\n---\n\n---\n[x]: /y\n---", undefined],
    ["a | b\n--- | ---\n1 | 2\n===", undefined],
    ["```\nTitle\n===\n```\n<!--\nTitle\n===\n--> \n---", undefined],
    ["- item\n\n  Title\n===\n\n- item\n\n  Title\n  ===", "- item\n\n  Title\n===\n\n- item\n\n  ### Title"],
  ])("%j", (text, shown = text) => {
    expect(demoteHeadings(text, 2)).toBe(shown);
  });

  it("go deeper as others do, and nothing else becomes one", () => {
    const readsAs = markdown.configure(GFM);
    const headingsIn = (text: string) => {
      const found: { level: number; words: string; isInOther: boolean }[] = [];
      readsAs.parse(text).iterate({
        enter: ({ name, from, to, node }) => {
          const [, kind, level] = /^(ATX|Setext)Heading(\d)$/u.exec(name) ?? [];
          if (kind === undefined) return;
          const all = text.slice(from, to);
          const lines = kind === "ATX" ? [all.replace(/^#+/u, "")] : all.split("\n").slice(0, -1);
          const words = lines.map((line) => line.trim()).join(" ");
          found.push({ level: Number(level), words, isInOther: node.parent?.name !== "Document" });
        },
      });
      return found;
    };
    const plain = [
      "",
      "",
      "Title",
      "two words",
      "===",
      "---",
      " ---",
      "- item",
      "2. two",
      "> quote",
      "# h",
      "***",
      "<!-- x -->",
    ];
    const doubtful = ["  in", "  ===", "=", "-", "+", "1.", "a | b", "--- | ---", "  - sub", "[x]: /y", "<div>"];
    const lines = fc.array(fc.constantFrom(...plain, ...doubtful), { maxLength: 8 });
    fc.assert(
      fc.property(lines, (all) => {
        const text = all.join("\n");
        const [before, after] = [headingsIn(text), headingsIn(demoteHeadings(text, 1))];
        const isPlain = all.every((line) => plain.includes(line));
        const levels = before.map(({ level, isInOther }, n) =>
          isInOther || !isPlain ? Math.max(level, Math.min(level + 1, after[n]?.level ?? 0)) : level + 1,
        );
        expect(after).toEqual(before.map((heading, n) => ({ ...heading, level: levels[n] })));
      }),
      { numRuns: 500 },
    );
  });
});

describe("a code block that was left open", () => {
  const after = (notes: string) => `${demoteHeadings(notes, 1)}\n\n# After`;
  it.each([
    ["ends with its notes", "Try\n```sh\nmake", "Try\n```sh\nmake\n```"],
    ["ends on the line behind it", "```sh\nmake\n", "```sh\nmake\n```"],
    ["ends as it began", "~~~~\n~~~\n# code", "~~~~\n~~~\n# code\n~~~~"],
    ["is one after others", "```\n```\n```", "```\n```\n```\n```"],
    ["is none when it was ended", "```\n# code\n```", "```\n# code\n```"],
    ["is none within a line", "```make``` does\n# it", "```make``` does\n## it"],
    ["in a list ends with that", "- run\n  ```\n  make", "- run\n  ```\n  make"],
    ["is one after one that was set in by one", " ```\nx\n```\n```\ny", " ```\nx\n```\n```\ny\n```"],
    ["ends with its notes, HTML in it or not", "```\n<pre>\n# x", "```\n<pre>\n# x\n```"],
    [
      "ends behind a link at the beginning of a line",
      "<https://a.example>\n```\nx",
      "<https://a.example>\n```\nx\n```",
    ],
    ["ends in notes with a tag further up", "<b>x</b> y\n\n```\nx", "<b>x</b> y\n\n```\nx\n```"],
    ["may be part of what begins with a tag right above", "<div>\n```\nx", "<div>\n```\nx"],
    ["is part of HTML that was left open, which ends with its notes", "<pre>\n\n```\nx", "<pre>\n\n```\nx\n</pre>"],
    ["ends behind an address there", "  <olga@a.example>\n```\nx", "  <olga@a.example>\n```\nx\n```"],
    ["is none in a comment", "<!--\n```\nold\n-->\nText", "<!--\n```\nold\n-->\nText"],
    ["is none in preformatted text", "x\n\n  <pre>\n```\n</pre>\n\nText", "x\n\n  <pre>\n```\n</pre>\n\nText"],
    ["is one behind a comment", "<!-- ``` -->\n```\nx", "<!-- ``` -->\n```\nx\n```"],
    ["in a list makes the next one doubtful", "- run\n  ```\n\n```\nx\n```", "- run\n  ```\n\n```\nx\n```"],
  ])("%s", (_, notes, shown) => {
    expect(after(notes)).toBe(`${shown}\n\n# After`);
  });
});

describe("HTML that was left open", () => {
  it.each([
    ["<!--olga@a.example\n\n# x", "-->"],
    ["Text\n <!-- a -- > b", "-->"],
    ["<?php@1", "?>"],
    ["<![CDATA[a@b", "]]>"],
    ["<!DOCTYPE\n", ">"],
    ["<PRE class=x>\n</p>", "</pre>"],
    ["<script", "</script>"],
    ["<style>", "</style>"],
    ["<textarea>", "</textarea>"],
    ["<!-- a --> b", ""],
    ["<script>\n</PRE> x", ""],
    ["<prefix>\nx", ""],
    ["- run\n  <!-- x", ""],
    ["<div>\n<!-- x", ""],
  ])("%j ends with its notes", (notes, end) => {
    expect(demoteHeadings(notes, 1)).toBe(end === "" ? notes : `${notes}${notes.endsWith("\n") ? "" : "\n"}${end}`);
  });

  it("and code leave what stands behind them as it is, and what is in them", () => {
    const lines = [
      "",
      "",
      "text",
      "# h",
      "```",
      "~~~",
      "```js",
      " ````",
      "<!--",
      "-->",
      "<!-- x -->",
      "<pre>",
      "</pre> x\n",
    ];
    const more = ["<b>\n", "<b>x</b> y\n", "<div>\n", "<?x", "?>", "<!X", ">", "<https://a.example>", "> quote"];
    const readsAs = markdown.configure(GFM);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines, ...more), { maxLength: 12 }), (notes) => {
        const text = notes.join("\n");
        const shown = demoteHeadings(text, 1);
        expect(shown.replaceAll("## h", "# h").slice(0, text.length)).toBe(text);
        const whole = `${shown}\n\n# After`;
        const last = readsAs.parse(whole).topNode.lastChild;
        expect([last?.name, last?.from]).toEqual(["ATXHeading1", shown.length + 2]);
        // In code and HTML nothing is a heading; all others went deeper.
        const headings = [...whole.matchAll(/^#+ /gmu)].map(({ index }) => readsAs.parse(whole).resolve(index, 1).name);
        const marks = [...whole.matchAll(/^#+ /gmu)].map(([each]) => each.trim().length);
        expect(
          headings.every((name, n) => n === headings.length - 1 || (marks[n] === 2) === /Header|ATX/u.test(name)),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("tags in code", () => {
  it("are not actions, and stay where an action quotes them", () => {
    const text = [
      "Mark actions with `##action`, like this",
      "``a ` b ##action``",
      "~~~",
      "```",
      "##action inside two fences",
      "~~~",
      "##action Ana documents `##action` and `make`",
      "- [ ] run `ls`",
      "an open ` tick ##action counts",
      "```make``` begins no block",
      "- [ ] so this counts",
    ].join("\n");
    expect(actionsIn(text).map((action) => [action.line, action.text])).toEqual([
      [7, "Ana documents `##action` and `make`"],
      [8, "run `ls`"],
      [9, "an open ` tick  counts"],
      [11, "so this counts"],
    ]);
  });
});

describe("votes as CSV", () => {
  const cells = (title: string) => {
    const meetup = new MeetupStory();
    meetup.record("ana", {
      type: "topic.proposed",
      padId: "pad-1",
      topic: { id: "topic-001", title, description: "", tags: ["ops", "=1+1"] },
    });
    return votesCsv(meetup.view()).split("\r\n")[1];
  };

  it.each([
    ["Plain", "1,Plain,"],
    ['Say "hi", all', '1,"Say ""hi"", all",'],
    ["two\nlines", '1,"two\nlines",'],
    ["=HYPERLINK(1)", "1,'=HYPERLINK(1),"],
    ["+1 Ana", "1,'+1 Ana,"],
    ["-1 Ana", "1,'-1 Ana,"],
    ["@SUM(A1)", "1,'@SUM(A1),"],
    ["＝1+1", "1,'＝1+1,"],
    ["a;=1+1;-2;b", `1,"a;'=1+1;'-2;b",`],
    ['a;"=1+1;""-2', `1,"a;""'=1+1;""""'-2",`],
    ["＠SUM(A1)", "1,'＠SUM(A1),"],
    ["\t=1", "1,'\t=1,"],
    ["\r=1", '1,"\'\r=1",'],
    ["\0=1", "1,'\0=1,"],
    ['=1,"2"', '1,"\'=1,""2""",'],
  ])("[E3] a title %j is text in every spreadsheet", (title, start) => {
    expect(cells(title)).toMatch(/,proposed,0,0,0,0,Ana,"ops, =1\+1"$/u);
    expect(cells(title)!.startsWith(start)).toBe(true);
  });

  it("[E3] has one row a topic by number, whose topic it is, and no counts while they are withheld", () => {
    const meetup = new MeetupStory();
    meetup.does("ana", { type: "topic.propose", id: "topic-001", title: "Rabbit HA" });
    meetup.does("ben", { type: "topic.propose", id: "topic-002", title: "Puppet", tags: ["ops"] });
    meetup.does("olga", { type: "topic.propose", id: "topic-003", title: "Ironic", forName: "Cleo" });
    meetup.does("olga", { type: "topic.merge", from: "topic-001", into: "topic-002" });
    for (const who of ["ana", "ben"]) meetup.does(who, { type: "vote.cast", topicId: "topic-002", as: "pick" });
    const head = "number,title,status,votes,picks,shown,support,proposed by,tags\r\n";
    expect(votesCsv(meetup.view())).toBe(
      `${head}1,Rabbit HA,merged,0,0,0,0,Ana,\r\n2,Puppet,proposed,2,2,2,0.3424,"Ben, Ana",ops\r\n` +
        "3,Ironic,proposed,0,0,0,0,Cleo,\r\n",
    );
    meetup.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    expect(votesCsv(meetup.view())).toBe(
      `${head}1,Rabbit HA,merged,,,,,Ana,\r\n2,Puppet,proposed,,,,,"Ben, Ana",ops\r\n3,Ironic,proposed,,,,,Cleo,\r\n`,
    );
  });

  it("[E3] names whose topics one has become, through chains of merges", () => {
    const meetup = new MeetupStory();
    for (const [n, who] of ["ana", "ben", "cleo"].entries())
      meetup.does(who, { type: "topic.propose", id: `topic-00${n}`, title: `One of ${who}` });
    for (const n of [0, 1])
      meetup.does("olga", { type: "topic.merge", from: `topic-00${n}`, into: `topic-00${n + 1}` });
    expect(votesCsv(meetup.view())).toContain('"Cleo, Ben, Ana"');
  });
});

describe("a meetup as Markdown", () => {
  it("[E2] sets aside what is parked, merged or withdrawn, and keeps the order of numbers while counts are withheld", () => {
    const meetup = new MeetupStory();
    for (const [n, title] of ["Left", "Parked", "Merged", "Gone", "Wanted"].entries())
      meetup.does("ana", { type: "topic.propose", id: `topic-00${n}`, title });
    for (const who of ["ana", "ben"]) meetup.does(who, { type: "vote.cast", topicId: "topic-004" });
    meetup.does("ben", { type: "vote.cast", topicId: "topic-001" });
    meetup.does("olga", { type: "topic.park", topicId: "topic-001" });
    meetup.does("olga", { type: "topic.merge", from: "topic-002", into: "topic-004" });
    meetup.does("ana", { type: "topic.withdraw", topicId: "topic-003" });
    const live = atOnce(meetupMarkdown(meetup.view(), new Map()));
    expect(live).toContain(
      "| 5 | Wanted | 2 | Proposed | Ana |\n| 1 | Left | 0 | Proposed | Ana |\n\n## Not this time",
    );
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    const over = atOnce(meetupMarkdown(meetup.view(), new Map()));
    expect(over).toContain("| 5 | Wanted | 2 | Not scheduled | Ana |\n| 1 | Left | 0 | Not scheduled | Ana |\n");
    meetup.does("olga", { type: "meetup.setPhase", phase: "gathering" });
    expect(live).toContain("## Not this time\n\n- 2\\. Parked: proposed by Ana, 1 vote\n");
    expect(live).toContain("## Merged topics\n\n- 3\\. Merged: merged into 5. Wanted, proposed by Ana, 0 votes\n");
    expect(live).toContain("## Withdrawn topics\n\n- 4\\. Gone: proposed by Ana, 0 votes\n");
    meetup.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    const withheld = atOnce(meetupMarkdown(meetup.view(), new Map()));
    expect(withheld).toContain("Votes are shown when voting has closed.");
    expect(withheld).toContain("| 1 | Left |  | Proposed | Ana |\n| 5 | Wanted |  | Proposed | Ana |\n");
    expect(withheld).toContain("- 2\\. Parked: proposed by Ana\n");
  });

  it("[E9] of notes that are made to take long takes as long as of others", () => {
    const meetup = new MeetupStory();
    meetup.does("ana", { type: "topic.propose", id: "topic-001", title: "Spaces" });
    const spaces = " ".repeat(1_000_000);
    const note = { text: `# a${spaces}b\n${spaces}\n`, touched: true, actions: [] };
    const text = atOnce(meetupMarkdown(meetup.view(), new Map([[meetup.view().topics[0]!.padId, note]])));
    expect(text).toContain(`#### a${spaces}b\n`);
  });

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
      view.topics.map(({ padId, title }) => {
        const doc = new Y.Doc();
        doc.getText(PAD_TEXT).insert(0, `# ${title}\n\n- [ ] after ${title}\n`);
        const text = doc.getText(PAD_TEXT).toJSON();
        return [padId, { text, touched: true, actions: listActions(doc, padId, []) }];
      }),
    );
    const text = atOnce(meetupMarkdown(view, notes));
    expect(text).toContain("| 1 | Rabbit HA \\| queues | 2 | On the agenda | Ana |");
    expect(text).toContain("- 10:00 to 10:45, Main hall: Rabbit HA \\| queues");
    expect(text).toContain("Monday, 9 March 2026");
    expect(text).toContain("Outcome: Share the modules");
    expect(text).toContain("Lobby sofa, hosted by Ben, 1 person");
    expect(text).toContain("## Notes on other topics\n\n### Left over\n\n#### Left over");
    expect(text).toMatch(/## Actions\n\n- \[ \] after Rabbit HA \| queues \(Rabbit HA \\\| queues\) \^[a-z0-9]{12}\n/u);
  });
});
