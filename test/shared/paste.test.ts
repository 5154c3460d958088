import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchSchema } from "../../shared/meetup/commands.ts";
import { topicsFromPaste } from "../../shared/meetup/paste/paste.ts";

/** A wish list of an operators' event in 2014, as its pad had it: two levels, sections, +1s. */
const PAD = `Operators Summit 2014
=====================

Please add yourself with +1:

## Install/config, initial planning and capacity planning
----
* Operators review new features
\t* ops-specific facts in every blueprint
\t* blueprint alerts
+1 Ana
* Stability of core components +1 +1 Bo
  RabbitMQ reconnection

  chaos testing
    - test stories
  +1 Chidi, would moderate
1. Rolling upgrades with N-1 compatibility (proposed by Marisol)
2) **Fix bad defaults**

Upgrades:
- [ ] Name the failure cases to test
* * *
- HA mode for every service`;

const brief = (text: string) =>
  topicsFromPaste(text).map(({ line, title, description, tags, forName }) => [
    line,
    title,
    description,
    ...(tags.length > 0 ? [tags] : []),
    ...(forName ? [forName] : []),
  ]);

describe("a pasted list", () => {
  it("of plain lines is a topic a line", () => {
    expect(brief("Rabbit HA\r\n\r\n  \nUpgrades, again\n")).toEqual([
      [1, "Rabbit HA", ""],
      [4, "Upgrades, again", ""],
    ]);
    expect(topicsFromPaste("")).toEqual([]);
  });

  it("from an old planning pad keeps nested lines and +1s as descriptions, and leaves sections out", () => {
    expect(brief(PAD)).toEqual([
      [4, "Please add yourself with +1:", ""],
      [8, "Operators review new features", "* ops-specific facts in every blueprint\n* blueprint alerts\n+1 Ana"],
      [
        12,
        "Stability of core components",
        "+1 +1 Bo\nRabbitMQ reconnection\n\nchaos testing\n  - test stories\n+1 Chidi, would moderate",
      ],
      [18, "Rolling upgrades with N-1 compatibility", "", "Marisol"],
      [19, "Fix bad defaults", ""],
      [22, "Name the failure cases to test", ""],
      [24, "HA mode for every service", ""],
    ]);
  });

  it("of CSV has its columns by name, quoted cells and all", () => {
    const csv = `\ufeffTags,Title,Votes,Proposed by,Description
"queues, ha","Rabbit HA, and ""queues""",12,Ana Lima,"First line
+1 Bo"
,Upgrades,,,
,,,,
ops,,3,,No title`;
    expect(brief(csv)).toEqual([
      [2, 'Rabbit HA, and "queues"', "First line\n+1 Bo", ["queues", "ha"], "Ana Lima"],
      [4, "Upgrades", ""],
      [6, "", "No title", ["ops"]],
    ]);
    expect(topicsFromPaste(csv)[2]?.problems).toEqual([{ path: "title", message: "Needs at least 3 characters" }]);
    expect(brief("title;description\nA; B;c")).toEqual([[2, "A", "B"]]);
    expect(brief("title\tdescription\nRabbit\tHA")).toEqual([[2, "Rabbit", "HA"]]);
    expect(brief("Title\nRabbit, HA")).toEqual([[2, "Rabbit, HA", ""]]);
  });

  it("reports what is out of limits with its line, and drops nothing", () => {
    const long = "x".repeat(141);
    expect(topicsFromPaste(`HA\n${long}\nFine\n  ${"y".repeat(5001)}\nTurned \u202earound`)).toMatchObject([
      { line: 1, title: "HA", problems: [{ path: "title" }] },
      { line: 2, title: long, problems: [{ path: "title", message: "Has 141 characters; at most 140 fit" }] },
      { line: 3, problems: [{ path: "description" }] },
      { line: 5, problems: [{ path: "title" }] },
    ]);
  });

  const lines = fc.array(
    fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.constantFrom(
        "- a topic",
        "  nested",
        "+1 Ana",
        "# Section",
        "---",
        "",
        "\t* deep",
        "Part:",
        "1. first",
        '"q,',
      ),
    ),
    { maxLength: 30 },
  );

  it("never casts a vote and never throws; what has no problem is a proposal the server takes", () => {
    fc.assert(
      fc.property(lines, fc.constantFrom("", "title,description,tags,proposed by\n"), (all, head) => {
        const topics = topicsFromPaste(head + all.join("\n"));
        const fine = topics.filter(({ problems }) => problems.length === 0);
        if (fine.length === 0) return;
        const commands = fine.slice(0, 200).map(({ title, description, tags, forName }, at) => ({
          type: "topic.propose" as const,
          id: `topic-${1000 + at}`,
          title,
          description,
          tags,
          ...(forName && { forName }),
        }));
        expect(batchSchema.safeParse({ type: "batch", commands }).success).toBe(true);
      }),
    );
  });

  it("leaves no line of a plain list out but headings and rulers", () => {
    const words = fc.stringMatching(/^[a-z]{3,12}( [a-z]{2,9}){0,3}$/u);
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.array(words, { maxLength: 3 })), { maxLength: 12 }), (list) => {
        const text = list.map(([title, nested]) => [`* ${title}`, ...nested.map((each) => `  * ${each}`)].join("\n"));
        expect(topicsFromPaste(text.join("\n")).map(({ title, description }) => [title, description])).toEqual(
          list.map(([title, nested]) => [title, nested.map((each) => `* ${each}`).join("\n")]),
        );
      }),
    );
  });
});
