import { setImmediate } from "node:timers/promises";
import { Router } from "express";
import { knownNames } from "../../shared/meetup/known-names.ts";
import { padIdsOf } from "../../shared/meetup/left-behind.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";
import { Rounds } from "../turns/rounds.ts";
import { onlyMethods } from "./answers.ts";
import { meetupOf, withMeetup } from "./meetup-routes.ts";
import { sendShared, SharedBytes } from "./shared-bytes.ts";

/** `/api/meetups/:slug/actions`: what is to be done according to all notes, open to whoever knows the address. */
export function actionRoutes({ meetups, pads }: { meetups: LiveMeetups; pads: LivePads }): Router {
  const router = Router();
  const rounds = new Rounds<SharedBytes>();
  router
    .route("/api/meetups/:slug/actions")
    .get(withMeetup(meetups), async (request, response) => {
      const meetup = meetupOf(response);
      const shared = await rounds.share(meetup.id, async () => {
        return new SharedBytes(JSON.stringify(await allActions(meetup, pads)));
      });
      response.setHeader("X-Robots-Tag", "noindex").setHeader("Cache-Control", "private, no-cache");
      await sendShared(request, response.type("json"), shared);
    })
    .all(onlyMethods("GET"));
  return router;
}

/** Of all pads; others have their turn after each. */
async function allActions(meetup: LiveMeetup, pads: LivePads): Promise<ListedAction[]> {
  const { names, padIds } = await meetup.read((state, nameOf) => ({
    names: knownNames(state, nameOf),
    padIds: padIdsOf(state),
  }));
  const actions: ListedAction[] = [];
  for (const padId of padIds) {
    actions.push(...(await pads.contents.actionsOf(padId, names)));
    await setImmediate();
  }
  return actions;
}
