import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { padStream, restoreKind } from "../notes/text/pad-seed.ts";
import { pushChoiceRemovals } from "../outward/push-choice-records.ts";
import { WEBHOOK_RECORD } from "../outward/webhook-record.ts";
import { sampleRemovals } from "../sample/sample-records.ts";
import type { LogStore, Write } from "../store/log-store.ts";
import { meetupStream } from "./meetup-log.ts";
import { creationsGone } from "./new-meetups.ts";
import { listedWith } from "./public-listing.ts";

/** What removes a meetup whole: its log, its pads, and every record of it. */
export async function removalOf(store: LogStore, id: string, state: MeetupState): Promise<Write> {
  const { slug, code } = state.facts;
  const padIds = [...state.pads.keys()];
  const removed = (kind: string, key: string) => ({ op: "remove" as const, kind, key });
  const [samples, pushes, creations] = await Promise.all([
    sampleRemovals(store, slug),
    pushChoiceRemovals(store, id),
    creationsGone(store, id),
  ]);
  const restored = await Promise.all(
    padIds.map(async (padId) => {
      const kind = restoreKind(padId);
      return (await store.records(kind)).map(({ key }) => removed(kind, key));
    }),
  );
  return {
    drops: [meetupStream(id), ...padIds.map(padStream)],
    records: [
      removed("meetup", slug),
      removed("listed", slug),
      removed(WEBHOOK_RECORD, id),
      removed("code", code.replace("-", "")),
      ...[...state.people].map((personId) => removed(listedWith(personId), slug)),
      ...padIds.map((padId) => removed("pad", padId)),
      ...restored.flat(),
      ...samples,
      ...pushes,
      ...creations,
    ],
  };
}
