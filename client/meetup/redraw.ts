import type { LitElement } from "lit";
import type { MeetupReplica } from "./meetup-replica.ts";

/** Draws an element anew at each news of its meetup, and so often by itself, as the clock alone changes what is on. Returns how to stop. */
export function redrawWith(element: LitElement, replica: MeetupReplica, everyMs = 30_000): () => void {
  const stop = replica.subscribe(() => element.requestUpdate());
  const timer = setInterval(() => element.requestUpdate(), everyMs);
  return () => {
    stop();
    clearInterval(timer);
  };
}
