/**
 * Who is in a pad and where their cursors are: Yjs awareness, without trusting what clients say of
 * themselves. Nothing of it is stored. Invariants:
 *
 * 1. a client id belongs to the connection that introduced it, until that one leaves or falls silent;
 * 2. a state's `user` is what the server knows of the person, whatever the client wrote there;
 * 3. within a window only the newest state of each client goes out, in one message for everybody.
 */
import { assertNever } from "../../shared/assert-never.ts";
import type { Person } from "../../shared/person.ts";
import type { Timers } from "../clock.ts";
import { ByteReader, textOf, Undecodable } from "./intake/byte-reader.ts";
import { awarenessMessage, type AwarenessState } from "./pad-messages.ts";
import { presenceNews, readCursor, type Cursor, type PresenceChange } from "./presence-news.ts";

/** A connection may speak for so many clients; an unmodified provider has one. */
const MAX_IDS = 3;
/** One message may be about so many clients: more than are in any pad, and so many that it costs little to pass over them. */
const MAX_CLAIMS = 10_000;
/** Of so many clients it is remembered who introduced them. */
const MAX_REMEMBERED = 10_000;
const MAX_STATE_BYTES = 4096;
/** A state that isn't renewed for so long is gone; y-protocols renews it every 15 s. */
const PRESENCE_SILENT_MS = 30_000;
/** The window grows with the audience: the more cursors, the less each move matters. */
const WINDOW_MS_PER_CONNECTION = 1.5;
const WINDOW_CAP_MS = 300;

/** Who is behind a connection; undefined has no presence of their own. */
export interface PresenceOwner {
  readonly person: Person | undefined;
}

/** Why a presence message ends its connection, if it does. */
export type PresenceOutcome = "fine" | "undecodable" | "too-large" | "too-many-ids";

interface Member {
  /** Connections are numbered as they come. */
  number: number;
  /** All client ids that it has ever introduced. */
  introduced: Set<number>;
}

interface Present<Owner> {
  owner: Owner;
  clock: number;
  json: string;
  /** Where they are, if pages can be told so in a few bytes, and all the rest. */
  cursor: Cursor | undefined;
  rest: string;
  heardAt: number;
}

/** News of presence, for whoever understands which. */
export interface PresenceNews {
  /** As unmodified providers have it. */
  everyone: Uint8Array;
  /** As our pages have it. */
  pages: Uint8Array;
}

/** What is remembered of one who has gone, so that echoes of their last word aren't taken for somebody new. */
interface Gone {
  clock: number;
  /** Connections with a lower number were there then, and may still send back what they heard. */
  before: number;
  at: number;
}

export class PadPresence<Owner extends PresenceOwner> {
  readonly #members = new Map<Owner, Member>();
  readonly #states = new Map<number, Present<Owner>>();
  readonly #gone = new Map<number, Gone>();
  /** Who first introduced each client, the latest last; remembered beyond their presence. */
  readonly #introducers = new Map<number, string>();
  /** Clients with news, and who brought it. */
  readonly #changed = new Map<number, { owner: Owner; state: AwarenessState }>();
  /** What pages were last told of each client, but for where it is. */
  readonly #told = new Map<number, string>();
  /** What whoever asks is told, until that changes. */
  #everyone: Uint8Array | undefined;
  readonly #send: (news: PresenceNews, except: Owner | undefined) => void;
  readonly #timers: Timers;
  #callOff: (() => void) | undefined;
  #lastSent = -Infinity;
  #nextNumber = 0;

  /** `send` delivers to every connection but one. */
  constructor(timers: Timers, send: (news: PresenceNews, except: Owner | undefined) => void) {
    this.#timers = timers;
    this.#send = send;
  }

  /** A connection has come. */
  join(owner: Owner): void {
    this.#members.set(owner, { number: this.#nextNumber++, introduced: new Set() });
  }

  /** A message about everyone who is there; undefined when there is nobody. */
  everyone(): Uint8Array | undefined {
    if (this.#states.size === 0) return undefined;
    this.#everyone ??= awarenessMessage(
      [...this.#states].map(([client, { clock, json }]) => ({ client, clock, json })),
    );
    return this.#everyone;
  }

  /** Takes what an awareness message holds. */
  receive(bytes: Uint8Array, owner: Owner): PresenceOutcome {
    const member = this.#members.get(owner);
    if (member === undefined) return "fine";
    try {
      const reader = new ByteReader(bytes);
      const claims = reader.varUint();
      if (claims > MAX_CLAIMS) return "too-many-ids";
      let own = 0;
      for (let left = claims; left > 0; left -= 1) {
        const client = reader.varUint();
        const clock = reader.varUint();
        const json = reader.varBytes();
        if (!this.#maySpeak(owner, member, client, clock)) continue;
        // Of somebody unknown only an echo says that they are gone.
        if (isNull(json) && !this.#states.has(client)) continue;
        own += 1;
        if (own > MAX_IDS) return "too-many-ids";
        const outcome = this.#receiveState(client, clock, json, owner, member);
        if (outcome !== "fine") return outcome;
      }
      reader.end();
      return "fine";
    } catch (error) {
      if (error instanceof Undecodable) return "undecodable";
      throw error;
    }
  }

  /** A connection is gone, and whoever it spoke for. */
  leave(owner: Owner): void {
    this.#members.delete(owner);
    for (const [client, present] of this.#states) if (present.owner === owner) this.#remove(client, present);
  }

  /** The person who first introduced a client, which everyone here has heard of since; undefined when nobody has. */
  introducerOf(client: number): string | undefined {
    return this.#introducers.get(client) ?? this.#states.get(client)?.owner.person?.id;
  }

  /** Lets go of those who have fallen silent; to be called every few seconds. */
  expire(): void {
    const before = this.#timers.elapsed() - PRESENCE_SILENT_MS;
    for (const [client, present] of this.#states) if (present.heardAt < before) this.#remove(client, present);
    for (const [client, { at }] of this.#gone) if (at < before) this.#gone.delete(client);
  }

  close(): void {
    this.#callOff?.();
    this.#members.clear();
    this.#states.clear();
    this.#changed.clear();
    this.#told.clear();
  }

  /** Providers send back what they received; such states are ignored unread. */
  #maySpeak(owner: Owner, member: Member, client: number, clock: number): boolean {
    if (owner.person === undefined) return false;
    const present = this.#states.get(client);
    if (present !== undefined) return present.owner === owner && clock >= present.clock;
    const gone = this.#gone.get(client);
    return gone === undefined || clock > gone.clock || member.number >= gone.before;
  }

  #receiveState(client: number, clock: number, bytes: Uint8Array, owner: Owner, member: Member): PresenceOutcome {
    if (owner.person === undefined) return "fine";
    if (bytes.length > MAX_STATE_BYTES) return "too-large";
    const stamped = stamp(bytes, owner.person);
    switch (stamped.outcome) {
      case "undecodable":
        return "undecodable";
      case "gone":
        if (this.#states.has(client)) this.#remove(client, { owner, clock });
        return "fine";
      case "here": {
        member.introduced.add(client);
        if (member.introduced.size > MAX_IDS) return "too-many-ids";
        this.#gone.delete(client);
        this.#remember(client, owner.person.id);
        const { json, cursor, rest } = stamped.state;
        this.#states.set(client, { owner, clock, json, cursor, rest, heardAt: this.#timers.elapsed() });
        this.#note(owner, { client, clock, json });
        return "fine";
      }
      default:
        return assertNever(stamped);
    }
  }

  #remember(client: number, personId: string): void {
    if (this.#introducers.has(client)) return;
    this.#introducers.set(client, personId);
    const [oldest] = this.#introducers.keys();
    if (oldest !== undefined && this.#introducers.size > MAX_REMEMBERED) this.#introducers.delete(oldest);
  }

  #remove(client: number, { owner, clock }: { owner: Owner; clock: number }): void {
    this.#states.delete(client);
    this.#gone.set(client, { clock, before: this.#nextNumber, at: this.#timers.elapsed() });
    this.#note(owner, { client, clock, json: "null" });
  }

  #note(owner: Owner, state: AwarenessState): void {
    this.#everyone = undefined;
    this.#changed.set(state.client, { owner, state });
    if (this.#callOff !== undefined) return;
    const window = Math.min(WINDOW_CAP_MS, WINDOW_MS_PER_CONNECTION * this.#members.size);
    const wait = Math.max(0, this.#lastSent + window - this.#timers.elapsed());
    this.#callOff = this.#timers.after(wait, () => this.#flush());
  }

  #flush(): void {
    this.#callOff = undefined;
    this.#lastSent = this.#timers.elapsed();
    const news = [...this.#changed.values()];
    this.#changed.clear();
    const owners = new Set(news.map(({ owner }) => owner));
    // When all news is one connection's own, it need not hear it. Otherwise one message does for
    // everybody: an unmodified provider ignores what it said itself.
    const [first] = owners;
    const everyone = awarenessMessage(news.map(({ state }) => state));
    const pages = presenceNews(news.map(({ state }) => this.#changeOf(state)));
    this.#send({ everyone, pages }, owners.size === 1 ? first : undefined);
  }

  /** What pages are told of a client: most often just where it is now. */
  #changeOf({ client, clock, json }: AwarenessState): PresenceChange {
    const present = this.#states.get(client);
    if (present === undefined) {
      this.#told.delete(client);
      return { client, clock, news: { is: "gone" } };
    }
    const { cursor, rest } = present;
    if (cursor !== undefined && this.#told.get(client) === rest) return { client, clock, news: cursor };
    // Awareness takes no notice of clock 0, with which every client begins.
    if (clock > 0) this.#told.set(client, rest);
    return { client, clock, news: { is: "all", json } };
  }
}

const NULL = Buffer.from("null");

/** As every provider writes that a client is gone. */
function isNull(json: Uint8Array): boolean {
  return json.length === NULL.length && NULL.equals(json);
}

/** A client's state with the server's word for who it is. */
function stamp(
  bytes: Uint8Array,
  { id, name, color }: Person,
): { outcome: "here"; state: Pick<Present<never>, "json" | "cursor" | "rest"> } | { outcome: "gone" | "undecodable" } {
  let state: unknown;
  try {
    state = JSON.parse(textOf(bytes));
  } catch {
    return { outcome: "undecodable" };
  }
  if (state === null) return { outcome: "gone" };
  if (typeof state !== "object" || Array.isArray(state)) return { outcome: "undecodable" };
  const { cursor, ...others } = state as Record<string, unknown>;
  const rest = JSON.stringify({ ...others, user: { id, name, color } });
  // Nothing is written down twice.
  const json = cursor === undefined ? rest : `${rest.slice(0, -1)},"cursor":${JSON.stringify(cursor)}}`;
  return { outcome: "here", state: { json, cursor: readCursor(cursor), rest } };
}
