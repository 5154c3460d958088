import type { MeetupReplica } from "../replica/meetup-replica.ts";
import type { Keeper } from "../replica/pending-commands.ts";

/** Reports wait this long, so that a page that is read costs one. Milliseconds. */
const GATHER_MS = 3000;
/** The most topics that one report holds. */
const AT_MOST = 200;

interface Tools {
  replica: Pick<MeetupReplica, "slug" | "person" | "reach" | "view" | "ask" | "subscribe">;
  keeper: Keeper | undefined;
  clock: { after(ms: number, run: () => void): () => void };
}

/**
 * Which topics this person has had before their eyes, so that support can be counted among those who could have
 * voted. Told to the server in batches, once each, only while votes count, with a name and a connection; until then
 * it is kept on this device. Nobody waits for it, and nobody is bothered when it fails.
 */
export class ShownTopics {
  readonly #tools: Tools;
  readonly #stops: (() => void)[] = [];
  #personId: string | undefined;
  #seen = new Set<string>();
  #told = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#recall();
    this.#stops.push(tools.replica.subscribe(() => this.#gather()));
  }

  /** Every topic seen on this device, now. */
  get seen(): ReadonlySet<string> {
    this.#recall();
    return this.#seen;
  }

  /** Notes that a topic was really on screen. */
  note(topicId: string): void {
    this.#recall();
    if (this.#seen.has(topicId)) return;
    this.#seen.add(topicId);
    this.#keep();
    this.#gather();
  }

  /** Tells what is left, and stops. */
  close(): void {
    this.#cancel?.();
    this.#tell();
    for (const stop of this.#stops) stop();
  }

  #gather(): void {
    if (this.#cancel || this.#untold.length === 0) return;
    this.#cancel = this.#tools.clock.after(GATHER_MS, () => {
      this.#cancel = undefined;
      this.#tell();
    });
  }

  #tell(): void {
    const topicIds = this.#untold.slice(0, AT_MOST);
    if (topicIds.length === 0) return;
    for (const id of topicIds) this.#told.add(id);
    this.#keep();
    this.#tools.replica.ask({ type: "topic.markShown", topicIds }).then(
      () => this.#gather(),
      () => {
        // What could not be told costs one of many counts.
      },
    );
  }

  /** What can be told now. A topic of one's own that is not sent yet is told later. */
  get #untold(): string[] {
    this.#recall();
    const { view, reach, person } = this.#tools.replica;
    if (!view?.meetup.voting.open || reach !== "live" || !person) return [];
    const here = new Set(view.topics.filter(({ padId }) => padId !== "").map(({ id }) => id));
    return [...this.#seen].filter((id) => here.has(id) && !this.#told.has(id));
  }

  /** What someone saw before they gave a name was seen by them; what the next person at this device sees is theirs. */
  #recall(): void {
    const personId = this.#tools.replica.person?.id;
    if (personId === this.#personId && this.#personId !== undefined) return;
    const isSame = this.#personId === undefined;
    this.#personId = personId;
    if (personId === undefined) {
      if (!isSame) [this.#seen, this.#told] = [new Set(), new Set()];
      return;
    }
    const kept = this.#kept();
    this.#seen = new Set([...kept.seen, ...(isSame ? this.#seen : [])]);
    this.#told = new Set(kept.told);
  }

  #kept(): { seen: string[]; told: string[] } {
    try {
      const found: unknown = JSON.parse(this.#tools.keeper?.getItem(this.#key) ?? "null");
      return found ? (found as { seen: string[]; told: string[] }) : { seen: [], told: [] };
    } catch {
      return { seen: [], told: [] };
    }
  }

  #keep(): void {
    if (this.#personId === undefined) return;
    try {
      this.#tools.keeper?.setItem(this.#key, JSON.stringify({ seen: [...this.#seen], told: [...this.#told] }));
    } catch {
      // Full or forbidden: it lives as long as the page.
    }
  }

  get #key(): string {
    return `midcycle.seen.${this.#tools.replica.slug}.${this.#personId}`;
  }
}
