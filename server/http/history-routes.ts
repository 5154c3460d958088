import { Router } from "express";
import { z } from "zod";
import { historyFeed } from "../../shared/exports/history-feed.ts";
import { validationProblem } from "../../shared/validation-problem.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { Rounds } from "../turns/rounds.ts";
import { asTakenHome, onlyMethods, sendProblem } from "./answers.ts";
import { meetupOf, withMeetup } from "./meetup-routes.ts";
import { ownOrigin } from "./origin.ts";
import { sendShared, SharedBytes } from "./shared-bytes.ts";

/** Rows a page, and in the feed. */
const PAGE_ROWS = 200;
const MOST_ROWS = 500;
const FEED_ROWS = 50;

const wholeNumber = z
  .string("Give it once")
  .regex(/^[0-9]{1,16}$/u, "Must be a whole number")
  .transform(Number);
const querySchema = z
  .strictObject({
    after: wholeNumber.optional(),
    before: wholeNumber.optional(),
    limit: wholeNumber.pipe(z.number().min(1, "At least 1").max(MOST_ROWS, `At most ${MOST_ROWS}`)).optional(),
  })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    path: ["before"],
    message: "Give after or before, not both",
  });

/** How the agenda came about: as rows for scripts and the page, and as a feed to follow. */
export function historyRoutes(tools: { meetups: LiveMeetups; publicUrl: string | undefined }): Router {
  const { meetups, publicUrl } = tools;
  const router = Router();
  const rounds = new Rounds<SharedBytes>();
  router
    .route("/api/meetups/:slug/log")
    .get(
      (request, response, next) => {
        const parsed = querySchema.safeParse({ ...request.query });
        if (!parsed.success) return sendProblem(response, validationProblem(parsed.error));
        response.locals.query = parsed.data;
        next();
      },
      withMeetup(meetups),
      async (_request, response) => {
        const { after = 0, before, limit = PAGE_ROWS } = response.locals.query as z.output<typeof querySchema>;
        const page = await meetupOf(response).readHistory((all) =>
          publicLog(all, before === undefined ? { after } : { before }, limit),
        );
        response.setHeader("X-Robots-Tag", "noindex").setHeader("Cache-Control", "private, no-cache").json(page);
      },
    )
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/history.atom")
    .get(withMeetup(meetups), async (request, response) => {
      const [meetup, origin] = [meetupOf(response), ownOrigin(request, publicUrl)];
      const shared = await rounds.share(`${meetup.id} at ${origin}`, async () => {
        const feed = await meetup.readHistory((all) => {
          const { entries } = publicLog(all, { before: Number.MAX_SAFE_INTEGER }, FEED_ROWS);
          return historyFeed(viewOf(all.state, all.nameOf, "nameless"), entries, origin);
        });
        return new SharedBytes(feed);
      });
      await sendShared(request, asTakenHome(response, "application/atom+xml; charset=utf-8"), shared);
    })
    .all(onlyMethods("GET"));
  return router;
}
