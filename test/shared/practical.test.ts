import { beforeEach, describe, expect, it } from "vitest";
import { historySentence } from "../../shared/exports/history-sentences.ts";
import { commandSchema } from "../../shared/meetup/commands.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { wifiCode, NOTHING_PRACTICAL } from "../../shared/meetup/practical.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

describe("practical information", () => {
  let meetup: MeetupStory;
  beforeEach(() => {
    meetup = new MeetupStory();
  });

  it("is empty at first, and changed part by part", () => {
    expect(meetup.view().meetup.practical).toEqual(NOTHING_PRACTICAL);
    meetup.does("olga", { type: "meetup.edit", practical: { wifiName: " Alfândega ", food: "Lunch at **12:30**" } });
    meetup.does("olga", { type: "meetup.edit", practical: { food: "", contact: "Ana" } });
    expect(meetup.view("nameless").meetup.practical).toEqual({
      ...NOTHING_PRACTICAL,
      wifiName: "Alfândega",
      contact: "Ana",
    });
  });

  it("[A1] the same again changes nothing; [A3] replayed it is the same", () => {
    const edit = { type: "meetup.edit" as const, practical: { wifiPassword: "correct horse" } };
    meetup.does("olga", edit);
    expect(meetup.does("olga", edit)).toBe("nothing");
    expect(meetup.replayed().facts.practical).toEqual(meetup.state.facts.practical);
  });

  it("[A21] is written by organizers only", () => {
    expect(meetup.does("ana", { type: "meetup.edit", practical: { food: "Cake" } })).toEqual({
      refused: "organizers-only",
    });
  });

  it.each([
    ["wifiName", "x".repeat(65)],
    ["wifiPassword", "two\nlines"],
    ["food", "y".repeat(2001)],
    ["other", "\u202eturned"],
    ["address", 7],
    ["pets", "no"],
  ])("[C4] a bad %s is refused by name", (field, value) => {
    const parsed = commandSchema.safeParse({ type: "meetup.edit", practical: { [field]: value } });
    const paths = parsed.error?.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
    );
    expect(paths).toEqual([["practical", field]]);
  });

  it("is not quoted in the public log", () => {
    meetup.does("olga", { type: "meetup.edit", practical: { wifiPassword: "correct horse" } });
    const history = emptyHistory();
    for (const entry of meetup.log) atOnce(notingInHistory(history, entry));
    const { entries } = publicLog({ history, state: meetup.state, nameOf }, { after: 0 }, 100);
    expect(JSON.stringify(entries)).not.toContain("horse");
    expect(historySentence(entries.at(-1)!, { nameOf: () => "Olga", timezone: "UTC" })).toBe(
      "Olga changed the meetup’s details: practical information",
    );
  });
});

describe("the Wi-Fi's code", () => {
  it("escapes what means something in it", () => {
    const all = { ...NOTHING_PRACTICAL, wifiName: 'Ops; "guests"', wifiPassword: "a,b:c\\d" };
    expect(wifiCode(all)).toBe('WIFI:S:Ops\\; \\"guests\\";T:WPA;P:a\\,b\\:c\\\\d;;');
    expect(wifiCode({ ...NOTHING_PRACTICAL, wifiName: "Open" })).toBe("WIFI:S:Open;T:nopass;;");
  });
});
