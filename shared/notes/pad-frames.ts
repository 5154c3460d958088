/**
 * The numbers that a message on a notes connection starts with: those of y-protocols, and one of
 * ours. A fence is `[4, k]`, two varuints; the same bytes come back once everything that was sent
 * before it on this connection is durable.
 */
export const PAD_MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  fence: 4,
} as const;

/** The second number of a sync message. */
export const SYNC_MESSAGE = { step1: 0, step2: 1, update: 2 } as const;

/** The second number of an auth message. */
export const PERMISSION_DENIED = 0;

/** Close codes of notes connections. On 4400 to 4499 an unmodified provider doesn't come back. */
export const PAD_CLOSE = {
  protocolError: 1002,
  undecodable: 1007,
  refused: 1008,
  fault: 1011,
  cannotStore: 1013,
  removedPerson: 4403,
  unknownPad: 4404,
} as const;
