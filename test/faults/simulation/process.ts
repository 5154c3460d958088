import type { Clock, Timers } from "../../../server/clock.ts";
import { LiveMeetups } from "../../../server/meetups/live-meetups.ts";
import { MeetupPadAccess } from "../../../server/meetups/meetup-pad-access.ts";
import { LivePads } from "../../../server/notes/live-pads.ts";
import { People } from "../../../server/people/people.ts";
import { StoreUnavailableError, type LogStore } from "../../../server/store/log-store.ts";

const PAD_IDLE_MS = 30_000;
/** Two pieces make a large pad, which is answered with in turns. */
const TURN_STRUCTS = 2;

/** What there is of the server between two kills: put together as midcycle-server does, without its doors. */
export interface Process {
  meetups: LiveMeetups;
  pads: LivePads;
  /** Asks the store whether it can write again, if it couldn't; the server does so once a second. */
  probes(): void;
}

/** `onFault` hears of everything that wasn't expected; a disk that can't write is. */
export function startProcess(store: LogStore, time: Clock & Timers, onFault: (where: string) => void): Process {
  const people = new People(store);
  const report = (where: string, error: unknown) => {
    if (!(error instanceof StoreUnavailableError)) onFault(`${where}: ${String(error)}`);
  };
  const meetups: LiveMeetups = new LiveMeetups(
    {
      store,
      clock: time,
      timers: time,
      report,
      people,
      onPadRights: (padIds) => pads.recheck(padIds),
    },
    () => undefined,
  );
  const access = new MeetupPadAccess({ meetups, people, clock: time, report });
  const pads = new LivePads({
    store,
    clock: time,
    timers: time,
    access,
    report,
    idleMs: PAD_IDLE_MS,
    turnStructs: TURN_STRUCTS,
    onFirstEdit: (padId, personId) => access.noteFirstEdit(padId, personId),
  });
  const probes = () => {
    if (!store.writable) store.probe().catch(() => "it still can't");
  };
  return { meetups, pads, probes };
}
