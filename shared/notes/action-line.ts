import type { ListedAction } from "./action-list.ts";
import type { ActionState } from "./actions.ts";

/** An action as a line of a document that has many pads' actions; its name makes it the same one wherever it is pasted. */
export function actionLine({ id, text, state }: Pick<ListedAction, "id" | "text" | "state">, from: string): string {
  const box: Record<ActionState, string> = { open: " ", done: "x", dropped: "-" };
  return `- [${box[state]}] ${text} (${from}) ^${id}`;
}
