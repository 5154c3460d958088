/**
 * The numbers that a message on a notes connection starts with: those of y-protocols, and two of
 * ours. A fence is `[4, k]`, two varuints; the same bytes come back once everything that was sent
 * before it on this connection is durable. A page of ours says `[5, 1]`; only then it is sent
 * `[5, kind, JSON]`, and ignores kinds that it doesn't know.
 */
export const PAD_MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  fence: 4,
  page: 5,
} as const;

/** The second number of a sync message. */
export const SYNC_MESSAGE = { step1: 0, step2: 1, update: 2 } as const;

/** The second number of an auth message. */
export const PERMISSION_DENIED = 0;

/** What a page says it is. */
export const PAGE_VERSION = 1;

/** The second number of what a page is told. */
export const PAGE_NEWS = { removed: 1, who: 2, presence: 3 } as const;

/** What presence news says of one client: it is gone, all of it as JSON, or where its cursor is now. */
export const PRESENCE_NEWS = { gone: 0, all: 1, nowhere: 2, caret: 3, selection: 4 } as const;

/** Somebody has removed most of the text within seconds; `restore` is what to ask for to have it back, with an id of one's own. */
export interface RemovedNews {
  by: string;
  /** ISO 8601. */
  at: string;
  characters: number;
  restore: { seq: number };
}

/** A Yjs client id writes for the first time; from now on it is this person's. */
export interface WhoNews {
  client: number;
  person: string;
}

/** Close codes of notes connections. On 4400 to 4499 an unmodified provider doesn't come back. */
export const PAD_CLOSE = {
  protocolError: 1002,
  undecodable: 1007,
  refused: 1008,
  fault: 1011,
  cannotStore: 1013,
  /** The cookie is another person's than the one that the page names in `?as=`: it asks who it is and comes back. */
  otherPerson: 4009,
  removedPerson: 4403,
  unknownPad: 4404,
} as const;
