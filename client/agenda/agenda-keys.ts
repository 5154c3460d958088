import { singleKey } from "../look/single-keys.ts";
import type { TopicList } from "./topic-list.ts";

/** What single keys do on the agenda. */
export interface AgendaKeys {
  list: TopicList | null;
  /** The topic that is open. */
  openId: string | undefined;
  pick(topicId: string): void;
  propose(): void;
}

const LENSES = { "1": "everyone", "2": "scale", "3": "maturity" } as const;

/** Does what a single key asks for, on the topic that has the focus, else the open one. */
export function pressAgendaKey(event: KeyboardEvent, { list, openId, pick, propose }: AgendaKeys): void {
  const key = singleKey(event);
  if (key === undefined) return;
  const shown = list?.shown ?? [];
  const focused = (event.target as HTMLElement).closest<HTMLElement>(".topic")?.dataset.id;
  const at = shown.indexOf(focused ?? openId ?? "");
  switch (key) {
    case "j":
    case "k": {
      const next = Math.max(0, Math.min(shown.length - 1, at + (key === "j" ? 1 : -1)));
      void list?.focusOn(shown[next]);
      break;
    }
    case "v":
      list?.link(shown[at])?.closest(".topic")?.querySelector<HTMLElement>(".vote")?.click();
      break;
    case "V":
      if (shown[at] !== undefined) pick(shown[at]);
      break;
    case "1":
    case "2":
    case "3":
      list?.showLens(LENSES[key]);
      break;
    case "n":
      propose();
      break;
    case "/":
      list?.find();
      break;
    default:
      return;
  }
  event.preventDefault();
}
