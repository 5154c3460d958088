import { HistoryReplay, type PadMoment } from "../../../shared/notes/history-replay.ts";
import { textDifference } from "../../../shared/notes/text-difference.ts";
import type { ShownText, TextMark } from "./history-text.ts";
import { placeOf } from "./moments.ts";

/** The text as a moment left it, in its writers' colours; what the moment itself wrote is underlined. */
export function textAtMoment(replay: HistoryReplay, index: number, colorOf: (by: string) => number): ShownText {
  const marks: TextMark[] = [];
  const parts: string[] = [];
  let at = 0;
  let tint: TextMark | undefined;
  for (const { text, moment } of replay.piecesAt(index)) {
    const by = replay.moments[moment]?.by ?? null;
    const [from, to] = [at, at + text.length];
    const color = by === null ? undefined : colorOf(by);
    if (color === undefined) tint = undefined;
    else if (tint?.to === from && typeof tint.look === "object" && tint.look.color === color) tint.to = to;
    else marks.push((tint = { from, to, look: { color } }));
    if (moment === index && index > 0) marks.push({ from, to, look: "fresh" });
    parts.push(text);
    at = to;
  }
  const moment = replay.moments[index];
  return { text: parts.join(""), marks, at: moment && placeOf(moment), isSource: false };
}

/** Two moments laid into each other: what the later one has more, and what it has no longer. */
export function textBetween(
  replay: HistoryReplay,
  one: number,
  other: number,
): ShownText & { added: number; removed: number } {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  const edits = replay.moments.slice(from + 1, to + 1).map(({ ops }: PadMoment) => ops);
  const marks: TextMark[] = [];
  let [text, added, removed] = ["", 0, 0];
  for (const part of textDifference(replay.textAt(from), edits)) {
    if (part.kind !== "kept") marks.push({ from: text.length, to: text.length + part.text.length, look: part.kind });
    if (part.kind === "added") added += part.text.length;
    if (part.kind === "removed") removed += part.text.length;
    text += part.text;
  }
  return { text, marks, at: marks[0]?.from, isSource: true, added, removed };
}

/** Which moment wrote the character at a place of a moment's text. */
export function writtenIn(replay: HistoryReplay, index: number, at: number): number | undefined {
  let end = 0;
  for (const { text, moment } of replay.piecesAt(index)) {
    end += text.length;
    if (at < end) return moment;
  }
  return undefined;
}
