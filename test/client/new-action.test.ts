import { describe, expect, test } from "vitest";
import { newAction } from "../../client/notes/editor/new-action.ts";

/** The text with another action begun, `|` where its words begin. */
function begun(text: string): string {
  const { from, to, insert, cursor } = newAction(text);
  const after = text.slice(0, from) + insert + text.slice(to);
  return `${after.slice(0, cursor)}|${after.slice(cursor)}`;
}

describe("another action", () => {
  test("begins in the empty box that waits for words", () => {
    expect(begun("## Actions\n\n- [ ] \n")).toBe("## Actions\n\n- [ ] |\n");
    expect(begun("- [ ] one\n- [ ]")).toBe("- [ ] one\n- [ ] |");
  });

  test("begins below the last one, as deep as that", () => {
    expect(begun("- [ ] one\n- [x] two\n\nMore")).toBe("- [ ] one\n- [x] two\n- [ ] |\n\nMore");
    expect(begun("- a\n    - [ ] one")).toBe("- a\n    - [ ] one\n    - [ ] |");
    expect(begun("We go ##action\n\nMore")).toBe("We go ##action\n\n- [ ] |\n\nMore");
  });

  test("begins below all that goes with the last one", () => {
    expect(begun("- [ ] a\n  see ticket 5\n- b")).toBe("- [ ] a\n  see ticket 5\n- [ ] |\n- b");
    expect(begun("- [ ] a\ngoes on\n\nMore")).toBe("- [ ] a\ngoes on\n- [ ] |\n\nMore");
    expect(begun("- [ ] a\n    - b\n\n      c\n\nMore")).toBe("- [ ] a\n    - b\n\n      c\n- [ ] |\n\nMore");
    expect(begun("- x\n    - [ ] a\n      ```\n      run\n      ```\n- y")).toBe(
      "- x\n    - [ ] a\n      ```\n      run\n      ```\n    - [ ] |\n- y",
    );
    expect(begun("1. [ ] a\n   see it\n\nMore")).toBe("1. [ ] a\n   see it\n\n- [ ] |\n\nMore");
    expect(begun("We go ##action\nas said\n\nMore")).toBe("We go ##action\nas said\n\n- [ ] |\n\nMore");
  });

  test("begins in no box that is code", () => {
    expect(begun("- [ ] a\n\n```\n- [ ]\n```\nMore")).toBe("- [ ] a\n- [ ] |\n\n```\n- [ ]\n```\nMore");
    expect(begun("Words\n\n    - [ ] \n")).toBe("Words\n\n    - [ ]\n\n- [ ] | \n");
  });

  test("begins at the end where there is none, and alone in an empty text", () => {
    expect(begun("Words\n\n")).toBe("Words\n\n- [ ] |\n\n");
    expect(begun("")).toBe("- [ ] |");
    expect(begun("- [ ] \n\nMore\n\n- [ ] one")).toBe("- [ ] \n\nMore\n\n- [ ] one\n- [ ] |");
  });
});
