/** All of a pad as the server had it a moment ago: the connection, heard behind it, brings the rest. */
export interface FetchedSnapshot {
  /** A Yjs update, V2. */
  update: Uint8Array;
  /** How many of the pad's edits are in it. */
  edits: number;
}

/** Fetches a pad's snapshot; undefined when it can't be had, and the connection will bring everything. */
export async function fetchSnapshot(slug: string, padId: string): Promise<FetchedSnapshot | undefined> {
  const response = await fetch(`/api/meetups/${slug}/pads/${padId}/snapshot`);
  const edits = Number(response.headers.get("Pad-Edits") ?? Number.NaN);
  if (!response.ok || !Number.isSafeInteger(edits)) return undefined;
  return { update: new Uint8Array(await response.arrayBuffer()), edits };
}
