import type { CarefulTools } from "../../../server/connections/careful-web-sockets.ts";
import { ReadTurns } from "../../../server/connections/read-turns.ts";
import { SharedBudget } from "../../../server/connections/shared-budget.ts";

/** What a door's WebSockets have in common with all other connections, where there are no others. */
export function careful(): CarefulTools {
  return { unfinished: new SharedBudget(), reads: new ReadTurns(), addressOf: () => "here" };
}
