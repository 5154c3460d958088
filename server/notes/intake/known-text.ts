import type { DeleteRange } from "./update-scanner.ts";

/** What a pad has already. */
export interface KnownText {
  /** The clock behind the last struct of this client; 0 when there is none. */
  reachOf(client: number): number;
  /** Whether all of the range is known to be deleted. */
  isDeleted(range: DeleteRange): boolean;
}
