import { Router, type Request, type Response } from "express";
import { scheduleIcs } from "../../shared/exports/schedule-ics.ts";
import { scheduleJson } from "../../shared/exports/schedule-json.ts";
import { scheduleXml } from "../../shared/exports/schedule-xml.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Clock } from "../clock.ts";
import { asTakenHome, onlyMethods } from "../http/answers.ts";
import { meetupOf, withMeetup } from "../http/meetup-routes.ts";
import { ownOrigin } from "../http/origin.ts";
import { sendShared, SharedBytes } from "../http/shared-bytes.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { Rounds } from "../turns/rounds.ts";

/** The schedule for calendars, conference apps and scripts: open to whoever knows the meetup's address. */
export function scheduleRoutes(tools: { meetups: LiveMeetups; clock: Clock; publicUrl: string | undefined }): Router {
  const { meetups, clock, publicUrl } = tools;
  const router = Router();
  const rounds = new Rounds<SharedBytes>();
  const forms: Record<string, { type: string; write: (view: MeetupView, origin: string) => string }> = {
    ics: { type: "text/calendar; charset=utf-8", write: (view, origin) => scheduleIcs(view, clock.now(), origin) },
    xml: { type: "application/xml; charset=utf-8", write: scheduleXml },
    json: {
      type: "application/json; charset=utf-8",
      write: (view, origin) => JSON.stringify(scheduleJson(view, origin), null, 1),
    },
  };
  for (const [form, { type, write }] of Object.entries(forms))
    router
      .route(`/m/:slug/schedule.${form}`)
      .get(withMeetup(meetups), async (request: Request, response: Response) => {
        const [meetup, origin] = [meetupOf(response), ownOrigin(request, publicUrl)];
        const shared = await rounds.share(`${form} of ${meetup.id} at ${origin}`, async () => {
          const view = await meetup.read((state, nameOf) => viewOf(state, nameOf, "nameless"));
          return new SharedBytes(write(view, origin));
        });
        await sendShared(request, asTakenHome(response, type), shared);
      })
      .all(onlyMethods("GET"));
  return router;
}
