import { Router } from "express";
import { namesIn } from "../../shared/meetup/names-in.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";
import { onlyMethods } from "./answers.ts";
import { meetupOf, withMeetup } from "./meetup-routes.ts";

/** `/api/meetups/:slug/actions`: what is to be done according to all notes, open to whoever knows the address. */
export function actionRoutes({ meetups, pads }: { meetups: LiveMeetups; pads: LivePads }): Router {
  const router = Router();
  router
    .route("/api/meetups/:slug/actions")
    .get(withMeetup(meetups), async (_request, response) => {
      const { names, padIds } = await meetupOf(response).read((state, nameOf) => ({
        names: namesIn(viewOf(state, nameOf, "nameless")),
        padIds: [...state.pads.keys()],
      }));
      const actions: ListedAction[] = [];
      for (const padId of padIds) actions.push(...(await pads.actionsOf(padId, names)));
      response.setHeader("X-Robots-Tag", "noindex").setHeader("Cache-Control", "private, no-cache").json(actions);
    })
    .all(onlyMethods("GET"));
  return router;
}
