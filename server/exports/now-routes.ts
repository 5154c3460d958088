import { createHash } from "node:crypto";
import { Router } from "express";
import { nowJson } from "../../shared/exports/now-json.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { Clock } from "../clock.ts";
import { hasEntity, onlyMethods } from "../http/answers.ts";
import { meetupOf, withMeetup } from "../http/meetup-routes.ts";
import { ownOrigin } from "../http/origin.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { Rounds } from "../turns/rounds.ts";

/** Seconds for which whoever asks often may go on with the last answer. */
const FRESH_S = 10;

/** What is on now and next, for bots: open to whoever knows the meetup's address, the same for everyone. */
export function nowRoutes(tools: { meetups: LiveMeetups; clock: Clock; publicUrl: string | undefined }): Router {
  const { meetups, clock, publicUrl } = tools;
  const router = Router();
  const rounds = new Rounds<string>();
  router
    .route("/m/:slug/now.json")
    .get(withMeetup(meetups), async (request, response) => {
      const [meetup, origin] = [meetupOf(response), ownOrigin(request, publicUrl)];
      const body = await rounds.share(`${meetup.id} at ${origin}`, async () => {
        const view = await meetup.read((state, nameOf) => viewOf(state, nameOf, "nameless"));
        return JSON.stringify(nowJson(view, clock.now(), origin));
      });
      // Time changes it too, so that only the answer itself can tell whether it is another.
      const tag = `W/"${createHash("sha256").update(body).digest("base64url")}"`;
      response.setHeader("ETag", tag);
      response.setHeader("Cache-Control", `public, max-age=${FRESH_S}`);
      response.setHeader("X-Robots-Tag", "noindex");
      response.setHeader("Content-Type", "application/json; charset=utf-8");
      if (hasEntity(request, tag)) response.status(304).end();
      else response.send(Buffer.from(body, "utf8"));
    })
    .all(onlyMethods("GET"));
  return router;
}
