import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

/** A cursor that only moves says less than an edit: it counts once nobody has edited for this long. Milliseconds. */
const EDIT_COUNTS_MS = 5000;

/**
 * Where others last did something in a text, for a page that follows them: the end of the newest edit, or, while
 * nobody edits, the cursor that moved last. Returns how to stop.
 */
export function onNewestPlace(
  { text, awareness, now }: { text: Y.Text; awareness: Awareness; now: () => number },
  tell: (index: number) => void,
): () => void {
  let editedAt = -Infinity;
  const edited = ({ delta }: Y.YTextEvent) => {
    editedAt = now();
    tell(endOfChange(delta));
  };
  const moved = ({ added, updated }: Record<"added" | "updated", number[]>) => {
    if (now() - editedAt < EDIT_COUNTS_MS) return;
    for (const client of [...added, ...updated]) {
      const index = client === awareness.clientID ? undefined : cursorIn(text, awareness.getStates().get(client));
      if (index !== undefined) tell(index);
    }
  };
  text.observe(edited);
  awareness.on("change", moved);
  return () => {
    text.unobserve(edited);
    awareness.off("change", moved);
  };
}

/** The index, in the text as it is afterwards, behind the last part that a change inserted or where it deleted. */
function endOfChange(delta: Y.YTextEvent["delta"]): number {
  let [at, end] = [0, 0];
  for (const { retain, insert, delete: gone } of delta) {
    if (retain !== undefined) at += retain;
    if (typeof insert === "string") at += insert.length;
    if (insert !== undefined || gone !== undefined) end = at;
  }
  return end;
}

/** Where another connection's cursor is; undefined when what it sends is no place in this text. */
function cursorIn(text: Y.Text, state: Record<string, unknown> | undefined): number | undefined {
  const cursor = state?.["cursor"];
  if (typeof cursor !== "object" || cursor === null || !("head" in cursor) || !text.doc) return undefined;
  try {
    const relative = Y.createRelativePositionFromJSON(cursor.head);
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
    return absolute?.type === text ? absolute.index : undefined;
  } catch {
    // Whatever another client sent there is no position.
    return undefined;
  }
}
