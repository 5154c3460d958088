import type * as Y from "yjs";
import type { ClientWriter } from "../../shared/notes/client-writer.ts";
import type { PersonView } from "../../shared/meetup/view.ts";
import { initialsOf, PERSON_COLORS } from "../../shared/person-look.ts";
import type { Colored, PadColors } from "./pad-colors.ts";
import type { ItemPlace } from "./text-clients.ts";

/** Someone who has written in a pad, as their colour and name show. */
export interface Writer {
  id: string;
  name: string;
  initials: string;
  /** 1 to 12: which of the design's participant colours. */
  color: number;
}

/** A newly seen client is asked about after this long, together with others. Milliseconds. */
const ASK_MS = 300;
/** What can't be answered yet is asked again after this long, and twice as long each time. Milliseconds. */
const AGAIN_MS = 2000;
const AGAIN_AT_MOST_MS = 60_000;
/** What arrives within this long of the last is the same run. Milliseconds. */
const RUN_MS = 10_000;

export interface PadAuthorsTools {
  doc: Y.Doc;
  /** Asks the server, which alone knows whose each client id is; undefined when it can't be asked. */
  ask: () => Promise<readonly ClientWriter[] | undefined>;
  /** Who writes on this page. */
  me: () => { id: string; name: string; color: string } | null;
  /** What people are called now. */
  nameOf: (personId: string) => PersonView | undefined;
  /** Who has which colour in this pad. */
  colors: PadColors;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Who wrote what in one pad: from what the server saw, never from what other pages say of
 * themselves. What arrives while one looks counts as written now, until the server is asked again.
 */
export class PadAuthors {
  readonly #tools: PadAuthorsTools;
  readonly #known = new Map<number, ClientWriter>();
  /** What has arrived since the server was last asked. */
  readonly #live = new Map<number, [clock: number, at: number][]>();
  readonly #listeners = new Set<() => void>();
  readonly #looks = new Map<string, Writer>();
  #soon: ReturnType<typeof setTimeout> | undefined;
  #wait = AGAIN_MS;
  #hasAnswer = false;
  #isClosed = false;

  constructor(tools: PadAuthorsTools) {
    this.#tools = tools;
    tools.doc.on("afterTransaction", this.watch);
    void this.#ask();
  }

  /** Whether it is known who wrote under a client id; false while the server has not said. */
  knows(client: number): boolean {
    return this.#known.has(client) || client === this.#tools.doc.clientID;
  }

  /** The person who writes under a client id; undefined for the server's hand, and while it isn't known. */
  writerOf(client: number): Writer | undefined {
    const known = this.#known.get(client);
    const id = known ? known.person : client === this.#tools.doc.clientID ? this.#tools.me()?.id : undefined;
    return typeof id === "string" ? this.#lookOf(id) : undefined;
  }

  /** When what is at a place was written, milliseconds since 1970; undefined while it isn't known. */
  writtenAt({ client, clock }: ItemPlace): number | undefined {
    const live = this.#live.get(client)?.findLast(([from]) => from <= clock);
    return live?.[1] ?? this.#known.get(client)?.runs.findLast(([from]) => from <= clock)?.[1];
  }

  /** The server has just seen whose a client id is. */
  bind(client: number, person: string | null): void {
    if (!this.#known.has(client)) this.#known.set(client, { client, person, runs: [] });
    this.#news();
  }

  /** Asks again: what has arrived after a pause was not written now. */
  refresh(): void {
    // Without a connection it was to be asked ever later.
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#wait = AGAIN_MS;
    this.#askIn(0);
  }

  /** People may be called something else now. */
  renamed(): void {
    this.#looks.clear();
    this.#news();
  }

  /** Hears when more is known. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    this.#tools.doc.off("afterTransaction", this.watch);
    clearTimeout(this.#soon);
    this.#listeners.clear();
  }

  private readonly watch = ({ beforeState, afterState }: Y.Transaction) => {
    if (!this.#hasAnswer) return;
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0;
      if (clock <= before) continue;
      const runs = this.#live.get(client) ?? [];
      const last = runs.at(-1);
      const now = this.#tools.now();
      if (!last || now - last[1] > RUN_MS) this.#live.set(client, [...runs, [before, now]]);
      if (!this.#known.has(client)) this.#askIn(ASK_MS);
    }
  };

  #askIn(ms: number): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.#ask();
    }, ms);
  }

  async #ask(): Promise<void> {
    const answer = await this.#tools.ask();
    if (this.#isClosed) return;
    const seen = [...this.#live.keys()];
    if (answer) {
      this.#hasAnswer = true;
      for (const each of answer) this.#known.set(each.client, each);
      this.#giveColors(answer);
      this.#live.clear();
    }
    const isMissing = !answer || seen.some((client) => !this.#known.has(client));
    // One's own client is unknown to the server until its first edit has arrived.
    if (isMissing) this.#askIn(this.#wait);
    this.#wait = isMissing ? Math.min(2 * this.#wait, AGAIN_AT_MOST_MS) : AGAIN_MS;
    this.#news();
  }

  #lookOf(id: string): Writer {
    const known = this.#looks.get(id);
    if (known) return known;
    const person = this.#personOf(id);
    const writer = writerLook(id, person, this.#tools.colors);
    if (person) this.#looks.set(id, writer);
    return writer;
  }

  #personOf(id: string): PersonView | undefined {
    const me = this.#tools.me();
    return this.#tools.nameOf(id) ?? (me?.id === id ? me : undefined);
  }

  /** Who wrote first comes first, so that all pages give the same. */
  #giveColors(answer: readonly ClientWriter[]): void {
    const beganAt = ({ runs }: ClientWriter) => runs[0]?.[1] ?? Infinity;
    const ids = answer
      .toSorted((a, b) => beganAt(a) - beganAt(b))
      .flatMap(({ person }) => (person === null ? [] : [person]));
    const people = [...new Set(ids)].map((id) => ({ id, own: ownColor(this.#personOf(id)) }));
    this.#tools.colors.give(people.filter((person): person is Colored => person.own !== undefined));
  }

  #news(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** How someone shows in a pad; who has been erased since has a colour still. */
export function writerLook(id: string, person: PersonView | undefined, colors: PadColors): Writer {
  const name = person?.name ?? "Someone";
  return { id, name, initials: initialsOf(name), color: colors.colorOf(id, ownColor(person)) };
}

function ownColor(person: PersonView | undefined): number | undefined {
  const chosen = PERSON_COLORS.findIndex((each) => each === person?.color);
  return chosen < 0 ? undefined : chosen + 1;
}
