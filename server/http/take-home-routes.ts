import { Router } from "express";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { onlyMethods, personOf, requirePerson } from "./answers.ts";
import { meetupOf, withMeetup } from "./meetup-routes.ts";

/** `/api/meetups/:slug/take-home`: what one takes home from it oneself, for whoever asks at the next meetup, without all of this one. */
export function takeHomeRoutes({ meetups }: { meetups: LiveMeetups }): Router {
  const router = Router();
  router
    .route("/api/meetups/:slug/take-home")
    .get(requirePerson, withMeetup(meetups), async (_request, response) => {
      const { id } = personOf(response);
      const own = await meetupOf(response).read((state) => ({
        title: state.facts.title,
        takeHome: meOf(state, id).takeHome,
      }));
      response.setHeader("Cache-Control", "private, no-cache").setHeader("Vary", "Cookie").json(own);
    })
    .all(onlyMethods("GET"));
  return router;
}
