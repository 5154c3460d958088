/**
 * What may be said about one's own edits: "saved" only once every one of them is covered by an
 * answered fence. Events go in, facts come out, and `saveStateOf` turns facts into the one word
 * that people see. Pure, so that it can be tested with every order of events.
 *
 * A fence covers the edits that were made before it was sent on the same connection, and it may
 * only be sent once everything that was typed offline has been sent too (after `connected`).
 */
export interface SaveFacts {
  /** Whether the pad's text has arrived once; before that there is nothing to edit. */
  readonly isLoaded: boolean;
  /** Whether a connection stands on which everything that was typed offline has been sent. */
  readonly isConnected: boolean;
  /** How many attempts to connect have failed since the last that worked. */
  readonly failedAttempts: number;
  /** Edits made on this page so far. */
  readonly edits: number;
  /** How many of them, the oldest ones, are durable. */
  readonly durableEdits: number;
  /** How many of them, the oldest ones, outlive this page on this device, or are durable. */
  readonly keptEdits: number;
  /** Whether the device has last failed to keep edits. */
  readonly cannotKeep: boolean;
  /** Whether a connection has stood before, so that what is shown has been the server's text. */
  readonly hasConnected: boolean;
  /** The fence that is under way on this connection, and how many edits it covers. */
  readonly fence: { readonly k: number; readonly covers: number } | null;
  /** Whether that fence has not been answered for longer than people should wait without a word. */
  readonly isLate: boolean;
  /** Whether the server has said that it can't write at the moment. */
  readonly cannotStore: boolean;
  /** Whether the server has refused an edit of this page: the pad is read-only for us. */
  readonly isRefused: boolean;
  readonly failure: PadFailure | null;
}

/**
 * Why a pad can't be opened, or not any more: it doesn't exist, the person was removed, or page and
 * server don't understand each other, as after an update of the server.
 */
export type PadFailure = "unknown-pad" | "removed" | "not-understood";

/** What happens to a pad's page and its connection. */
export type SaveEvent =
  /** A copy of the pad was found on this device, with so many edits that the server has not answered for. */
  | { type: "restored"; edits: number }
  | { type: "edited" }
  /** How many edits, the oldest ones, are on this device's disk. */
  | { type: "kept"; edits: number }
  | { type: "keep-failed" }
  | { type: "fence-sent"; k: number }
  | { type: "fence-answered"; k: number }
  | { type: "fence-late"; k: number }
  /** The server's text has arrived, and what was typed offline is on its way. */
  | { type: "connected" }
  | { type: "disconnected"; cannotStore: boolean }
  | { type: "refused" }
  /** What was in the way of editing is gone: edits that were refused are sent again. */
  | { type: "allowed" }
  | { type: "failed"; why: PadFailure };

/** What people are told; `edits` are those which only this page has. */
export type SaveState =
  | { state: "loading"; isReachable: boolean }
  /** What this device has kept is shown, and nothing of it is unsaved; the server has not been reached yet. */
  | { state: "kept-copy"; isReachable: boolean }
  | { state: "read-only"; edits: number }
  | { state: "saved" }
  | { state: "saving" }
  | { state: "unsaved"; edits: number; why: "offline" | "slow" | "cannot-store"; kept: Kept }
  | { state: "error"; why: PadFailure; edits: number };

/** Whether the edits that are not saved outlive this page on this device. */
export type Kept = "kept" | "not-yet" | "failed";

/** Before anything has happened. */
export const NOTHING_YET: SaveFacts = {
  isLoaded: false,
  isConnected: false,
  failedAttempts: 0,
  edits: 0,
  durableEdits: 0,
  keptEdits: 0,
  cannotKeep: false,
  hasConnected: false,
  fence: null,
  isLate: false,
  cannotStore: false,
  isRefused: false,
  failure: null,
};

/** The facts after one more event. */
export function afterEvent(facts: SaveFacts, event: SaveEvent): SaveFacts {
  switch (event.type) {
    case "restored": {
      const edits = facts.edits + event.edits;
      return { ...facts, isLoaded: true, edits, keptEdits: facts.edits === facts.keptEdits ? edits : facts.keptEdits };
    }
    case "edited":
      return { ...facts, edits: facts.edits + 1 };
    case "kept":
      return { ...facts, keptEdits: Math.max(facts.keptEdits, event.edits), cannotKeep: false };
    case "keep-failed":
      return { ...facts, cannotKeep: true };
    case "fence-sent":
      if (!facts.isConnected) return facts;
      return { ...facts, fence: { k: event.k, covers: facts.edits } };
    case "fence-answered":
      // An answer to anything but the fence under way says nothing about the edits since.
      if (facts.fence?.k !== event.k) return facts;
      return { ...facts, fence: null, durableEdits: facts.fence.covers, isLate: false, cannotStore: false };
    case "fence-late":
      return facts.fence?.k === event.k ? { ...facts, isLate: true } : facts;
    case "connected":
      return {
        ...facts,
        isLoaded: true,
        isConnected: true,
        hasConnected: true,
        failedAttempts: 0,
        fence: null,
        isLate: false,
        cannotStore: false,
      };
    case "disconnected": {
      const failedAttempts = facts.failedAttempts + 1;
      return {
        ...facts,
        isConnected: false,
        failedAttempts,
        fence: null,
        isLate: false,
        cannotStore: event.cannotStore,
      };
    }
    case "refused":
      return { ...facts, isRefused: true, fence: null };
    case "allowed":
      return { ...facts, isRefused: false };
    case "failed":
      return { ...facts, isConnected: false, fence: null, failure: event.why };
  }
}

/** Whether a fence should be sent now: there is something to ask about, a way to ask, and no question open. */
export function needsFence(facts: SaveFacts): boolean {
  return facts.isConnected && !facts.isRefused && facts.fence === null && facts.edits > facts.durableEdits;
}

/** Whether edits would be lost if the page were left now: neither the server nor this device has them for sure. */
export function isAtRisk(facts: SaveFacts): boolean {
  return facts.edits > Math.max(facts.durableEdits, facts.keptEdits);
}

/** The one thing to tell people about their edits. */
export function saveStateOf(facts: SaveFacts): SaveState {
  const edits = facts.edits - facts.durableEdits;
  if (facts.failure) return { state: "error", why: facts.failure, edits };
  if (!facts.isLoaded) return { state: "loading", isReachable: facts.failedAttempts === 0 };
  if (facts.isRefused) return { state: "read-only", edits };
  if (edits === 0 && !facts.hasConnected) return { state: "kept-copy", isReachable: facts.failedAttempts === 0 };
  if (edits === 0) return { state: "saved" };
  if (facts.isConnected && !facts.isLate) return { state: "saving" };
  const kept = !isAtRisk(facts) ? "kept" : facts.cannotKeep ? "failed" : "not-yet";
  if (facts.isConnected) return { state: "unsaved", edits, why: "slow", kept };
  return { state: "unsaved", edits, why: facts.cannotStore ? "cannot-store" : "offline", kept };
}

/** All that can be seen of the facts: what leaves it as it is, is no news. */
export function shownOf(facts: SaveFacts): string {
  const { isConnected, isLoaded } = facts;
  return JSON.stringify([saveStateOf(facts), isConnected, isLoaded, isAtRisk(facts)]);
}
