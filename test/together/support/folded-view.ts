import type { Change, Changes, Look, Thing, View } from "./contract-types.ts";

const LISTS = {
  topic: "topics",
  room: "rooms",
  slot: "slots",
  session: "sessions",
  sideGroup: "sideGroups",
  hands: "hands",
  announcement: "announcements",
} as const;

/** What there is one of. */
const PARTS = { meetup: true, people: true, schedule: true, takenHome: true, lastTime: true } as const;

/**
 * A replica of a meetup that knows the interface's description and nothing else: starts from what `watch` answered, and folds
 * `changes` in.
 */
export class FoldedView {
  seq: number;
  readonly view: View;

  constructor({ seq, view }: Look) {
    this.seq = seq;
    this.view = structuredClone(view);
  }

  /** Takes changes if they fit where this replica stands. "behind": it stands before `from` and must watch again. */
  take({ from, seq, changes }: Omit<Changes, "slug">): "taken" | "old" | "behind" {
    if (this.seq < from) return "behind";
    if (this.seq >= seq) return "old";
    for (const change of changes) this.#fold(change);
    this.seq = seq;
    return "taken";
  }

  #fold(change: Change): void {
    if ("rows" in change) {
      for (const [id, votes, picks, shown] of change.rows) {
        const topic = this.view.topics.find((each) => each.id === id);
        if (!topic) throw new Error(`Tallies name a topic that no change has told of, ${id}`);
        Object.assign(topic, { votes, picks, shown, support: supportOf(votes, shown) });
      }
      return;
    }
    const { kind, id } = change;
    if (kind in PARTS) {
      if ("set" in change) Object.assign(this.view[kind as keyof typeof PARTS], change.set);
      return;
    }
    if (!(kind in LISTS)) throw new Error(`A change of an unknown kind, ${kind}`);
    const list = this.view[LISTS[kind as keyof typeof LISTS]] as Thing[];
    const at = list.findIndex((each) => each.id === id);
    if ("gone" in change) {
      if (at >= 0) list.splice(at, 1);
    } else if (at >= 0) Object.assign(list[at]!, change.set);
    else list.push({ id: id!, ...change.set });
  }
}

/** A view with its lists in an order of their own, so that two can be compared. */
export function inOrder(view: View): View {
  const sorted = structuredClone(view);
  for (const list of Object.values(LISTS)) (sorted[list] as Thing[]).sort((a, b) => (a.id < b.id ? -1 : 1));
  return sorted;
}

/** Lower bound of the Wilson interval, z = 1.96, four decimals, 0 when nobody was shown. */
export function supportOf(votes: number, shown: number): number {
  if (shown === 0) return 0;
  const [p, z2] = [votes / shown, 1.96 ** 2];
  const middle = p + z2 / (2 * shown);
  const spread = 1.96 * Math.sqrt((p * (1 - p) + z2 / (4 * shown)) / shown);
  return Math.round(Math.max(0, (middle - spread) / (1 + z2 / shown)) * 1e4) / 1e4;
}
