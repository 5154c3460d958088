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
    expect(begun("We go ##action\nMore")).toBe("We go ##action\n\n- [ ] |\nMore");
  });

  test("begins at the end where there is none, and alone in an empty text", () => {
    expect(begun("Words\n\n")).toBe("Words\n\n- [ ] |\n\n");
    expect(begun("")).toBe("- [ ] |");
    expect(begun("- [ ] \n\nMore\n\n- [ ] one")).toBe("- [ ] \n\nMore\n\n- [ ] one\n- [ ] |");
  });
});
