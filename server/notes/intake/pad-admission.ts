/**
 * What may be put into a pad, and by whom. Invariants:
 *
 * 1. what has been admitted from a person can be integrated completely, in the order of admission;
 * 2. a client id belongs to the person who first sent it, the seed's to nobody, for ever.
 */
import { readInsertion, type Insertion } from "../text/insertion.ts";
import type { LazyDocument } from "../text/lazy-document.ts";
import { piecesOf, type Piece } from "./update-pieces.ts";
import type { StructId } from "./scanned-struct.ts";
import { RangeReader, scanUpdate, TOO_MANY_CLIENTS, type Scanned } from "./update-scanner.ts";

/**
 * At most this many client ids one person may have in a pad: one each time that they open it and write. Each id costs Yjs time at
 * every later edit, whoever makes it.
 */
export const MAX_CLIENTS = 512;
/** What is to be done with an update. */
export type Admission =
  | { outcome: "edit"; pieces: Piece[] }
  | { outcome: "nothing-new" }
  | { outcome: "refused"; reason: string };

/** The id that somebody has now who was known by another one. */
export type IdNow = (personId: string) => string;

/** Clocks of a client that follow each other, up to `end`. */
export interface ClockSpan {
  client: number;
  clock: number;
  end: number;
}

export class PadAdmission {
  readonly #document: LazyDocument;
  readonly #idNow: IdNow;
  /** The owner of each client id; undefined is the server. */
  readonly #owners = new Map<number, string | undefined>();
  /** How many client ids each person has. */
  readonly #clientCounts = new Map<string, number>();
  /** The clock behind each client's last admitted struct; the document may be behind it. */
  readonly #reach = new Map<number, number>();

  constructor(document: LazyDocument, idNow: IdNow) {
    this.#document = document;
    this.#idNow = idNow;
  }

  /**
   * Checks an update by a person who may write. What it brings then counts as known: integrate it. `knownAs` says who is
   * known to use a client id that hasn't written yet: nobody else takes it from them. `scanned`, when it was looked at already.
   */
  admit(
    update: Uint8Array,
    personId: string,
    knownAs: (client: number) => string | undefined = () => undefined,
    scanned?: Scanned,
  ): Admission {
    // What has been looked at is long: to read its text takes a while again, and nobody types so much.
    const insertion = scanned === undefined ? readInsertion(update) : undefined;
    if (insertion !== undefined && this.#follows(insertion, personId)) return this.#admitInsertion(update, insertion);
    const scan = scanned ?? scanUpdate(update);
    if ("refused" in scan) return { outcome: "refused", reason: scan.refused };
    let unowned = 0;
    for (const { client, end } of scan.groups) {
      if (end <= this.#reachFor(client, personId)) continue;
      const isOwned = this.#owners.has(client);
      const isTheirs = isOwned ? this.isOwner(client, personId) : this.#isNow(knownAs(client) ?? personId, personId);
      if (!isTheirs) return { outcome: "refused", reason: "it writes as somebody else" };
      if (!isOwned) unowned += 1;
    }
    if (unowned > this.#clientsLeft(personId)) return { outcome: "refused", reason: TOO_MANY_CLIENTS };
    const pieces = piecesOf(update, scan, {
      reachOf: (client) => this.#reachFor(client, personId),
      isDeleted: (range) => this.#document.isDeleted(range),
    });
    if ("refused" in pieces) return { outcome: "refused", reason: pieces.refused };
    if (pieces.length === 0) return { outcome: "nothing-new" };
    this.claim(scan.groups, personId);
    return { outcome: "edit", pieces };
  }

  /** Whether an update would change anything; for people who may not write. */
  brings(update: Uint8Array, scanned?: Scanned): "nothing" | "something" | { refused: string } {
    const scan = scanned ?? scanUpdate(update);
    if ("refused" in scan) return scan;
    if (scan.groups.some(({ client, end }) => end > this.#document.stateOf(client))) return "something";
    for (const group of scan.deletes)
      for (const range = new RangeReader(update, group); range.next();)
        if (!this.#document.isDeleted(range)) return "something";
    return "nothing";
  }

  /** What was admitted from this person but not integrated will not come: it doesn't count as known any more. */
  forgetAdmitted(personId: string): void {
    for (const client of this.#owners.keys())
      if (this.isOwner(client, personId)) this.#reach.set(client, this.#document.stateOf(client));
  }

  /** The same of what was admitted from this person under an id that they don't have any more. */
  forgetFormer(personId: string): void {
    for (const [client, owner] of this.#owners)
      if (owner !== personId && this.isOwner(client, personId)) this.#reach.set(client, this.#document.stateOf(client));
  }

  /** The clock behind what was admitted of a client. */
  reachOf(client: number): number {
    return this.#reach.get(client) ?? 0;
  }

  /**
   * Gives the server a client id to write under for this person, as one of theirs: the first free one from `client` on. They
   * themselves can't use it until it is theirs. Undefined when they may have no more.
   */
  reserve(client: number, personId: string): number | undefined {
    if (this.#clientsLeft(personId) < 1) return undefined;
    let free = client;
    while (this.#owners.has(free)) free = (free + 1) % 2 ** 32;
    this.#own(free, personId);
    this.#owners.set(free, undefined);
    return free;
  }

  /** What was reserved for this person is theirs from now on. */
  give(client: number, personId: string): void {
    this.#owners.set(client, personId);
  }

  /** These are in the pad, or will be, as this person's; undefined is the server. */
  claim(groups: readonly ClockSpan[], personId: string | undefined): void {
    for (const { client, end } of groups) {
      this.#reach.set(client, Math.max(end, this.#reach.get(client) ?? 0));
      if (!this.#owners.has(client)) this.#own(client, personId);
    }
  }

  /** Whether it is by a client id that is this person's already, and comes right behind what the pad has. */
  #follows({ client, clock, origin, rightOrigin }: Insertion, personId: string): boolean {
    const isThere = (id: StructId | undefined) => id === undefined || id.clock < this.#reachFor(id.client, personId);
    return (
      this.#owners.get(client) === personId &&
      this.#reach.get(client) === clock &&
      isThere(origin) &&
      isThere(rightOrigin)
    );
  }

  #admitInsertion(update: Uint8Array, insertion: Insertion): Admission {
    const { client, clock, units } = insertion;
    this.#reach.set(client, clock + units);
    const piece = { bytes: update, begins: [{ client, clock }], units, size: update.length, structs: 1, insertion };
    return { outcome: "edit", pieces: [piece] };
  }

  /** How many more client ids this person may have. */
  #clientsLeft(personId: string): number {
    return MAX_CLIENTS - (this.#clientCounts.get(personId) ?? 0);
  }

  #own(client: number, personId: string | undefined): void {
    this.#owners.set(client, personId);
    if (personId !== undefined) this.#clientCounts.set(personId, (this.#clientCounts.get(personId) ?? 0) + 1);
  }

  /** Whether this person, or one whom they turned out to be as well, was the first to write under a client id. */
  isOwner(client: number, personId: string): boolean {
    const owner = this.#owners.get(client);
    return owner !== undefined && this.#isNow(owner, personId);
  }

  #isNow(id: string, personId: string): boolean {
    return id === personId || this.#idNow(id) === personId;
  }

  /** A person builds on what they sent themselves, but on what others wrote only once it is in the text. */
  #reachFor(client: number, personId: string): number {
    if (this.isOwner(client, personId)) return this.#reach.get(client) ?? 0;
    return this.#document.stateOf(client);
  }
}
