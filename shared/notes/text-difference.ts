import type { TextOp } from "./text-ops.ts";

/** Some of two texts laid into each other: in both, only in the later one, or only in the earlier one. */
export interface DifferencePart {
  kind: "kept" | "added" | "removed";
  text: string;
}

/**
 * What edits have made of a text: their ops, one list after another, say exactly what is new and what
 * is gone, also where a comparison of the texts alone could only guess. What came and went again in
 * between is left out.
 */
export function textDifference(text: string, edits: Iterable<readonly TextOp[]>): DifferencePart[] {
  const parts = new Parts(text);
  for (const ops of edits) parts.apply(ops);
  return parts.joined();
}

/** The parts so far, and where the last change was: the next one is mostly near. */
class Parts {
  readonly #parts: DifferencePart[];
  #index = 0;
  /** Where in the later text the part at `#index` begins; removed parts take no room there. */
  #start = 0;

  constructor(text: string) {
    this.#parts = text === "" ? [] : [{ kind: "kept", text }];
  }

  apply(ops: readonly TextOp[]): void {
    let at = 0;
    for (const op of ops) {
      if (typeof op === "string") {
        this.#insert(at, op);
        at += op.length;
      } else if (op > 0) at += op;
      else this.#delete(at, -op);
    }
  }

  /** Neighbours of one kind are one part; where text was replaced, what is gone stands first. */
  joined(): DifferencePart[] {
    const joined: DifferencePart[] = [];
    let [added, removed] = ["", ""];
    const flush = () => {
      if (removed !== "") joined.push({ kind: "removed", text: removed });
      if (added !== "") joined.push({ kind: "added", text: added });
      [added, removed] = ["", ""];
    };
    let kept: string[] = [];
    for (const { kind, text } of this.#parts) {
      if (kind === "kept") {
        flush();
        kept.push(text);
        continue;
      }
      if (kept.length > 0) joined.push({ kind: "kept", text: kept.join("") });
      kept = [];
      if (kind === "added") added += text;
      else removed += text;
    }
    flush();
    if (kept.length > 0) joined.push({ kind: "kept", text: kept.join("") });
    return joined;
  }

  #insert(at: number, text: string): void {
    this.#cutAt(at);
    const before = this.#parts[this.#index - 1];
    // Typing goes on where it was: one part grows.
    if (before?.kind === "added") {
      before.text += text;
      this.#start += text.length;
      return;
    }
    this.#parts.splice(this.#index, 0, { kind: "added", text });
  }

  #delete(at: number, length: number): void {
    this.#cutAt(at);
    let left = length;
    while (left > 0) {
      const part = this.#parts[this.#index];
      if (!part) return;
      if (part.kind === "removed") {
        this.#index += 1;
        continue;
      }
      if (part.text.length > left) this.#split(left);
      const whole = this.#parts[this.#index];
      if (!whole) return;
      left -= whole.text.length;
      if (whole.kind === "added") this.#parts.splice(this.#index, 1);
      else {
        whole.kind = "removed";
        this.#index += 1;
      }
    }
  }

  /** Makes a part begin at `at`, and stands on it; what was removed right before stays before. */
  #cutAt(at: number): void {
    while (this.#index > 0 && this.#start >= at) {
      this.#index -= 1;
      this.#start -= lengthOf(this.#parts[this.#index]);
    }
    for (let part = this.#parts[this.#index]; part !== undefined; part = this.#parts[this.#index]) {
      const length = lengthOf(part);
      if (this.#start + length > at) {
        if (this.#start < at) {
          this.#split(at - this.#start);
          this.#index += 1;
          this.#start = at;
        }
        return;
      }
      this.#index += 1;
      this.#start += length;
    }
  }

  #split(left: number): void {
    const part = this.#parts[this.#index];
    if (!part) return;
    const { kind, text } = part;
    this.#parts.splice(this.#index, 1, { kind, text: text.slice(0, left) }, { kind, text: text.slice(left) });
  }
}

function lengthOf(part: DifferencePart | undefined): number {
  return part === undefined || part.kind === "removed" ? 0 : part.text.length;
}
