import type { MeetupReplica } from "./meetup-replica.ts";
import type { ReplicaTools } from "./replica-tools.ts";

/** Whether something about a meetup is so, or becomes so by news within this time. */
export function waitFor(
  replica: Pick<MeetupReplica, "subscribe">,
  { clock, withinMs }: { clock: Pick<ReplicaTools["clock"], "after">; withinMs: number },
  isSo: () => boolean,
): Promise<boolean> {
  if (isSo()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isTrue: boolean) => {
      stop();
      callOff();
      resolve(isTrue);
    };
    const stop = replica.subscribe(() => isSo() && end(true));
    const callOff = clock.after(withinMs, () => end(false));
  });
}
