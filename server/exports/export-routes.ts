import { Router, type Response } from "express";
import { problem } from "../../shared/problem.ts";
import { asTakenHome, onlyMethods, sendProblem } from "../http/answers.ts";
import { meetupOf, withMeetup } from "../http/meetup-routes.ts";
import { sendShared, SharedBytes } from "../http/shared-bytes.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";
import { OneATurn } from "../turns/one-a-turn.ts";
import { Rounds } from "../turns/rounds.ts";
import { exportJson, exportMarkdown, exportPad, exportVotes, exportZip, type MeetupExport } from "./meetup-exports.ts";

/** What people take home, open to whoever knows the meetup's address. */
export function exportRoutes({ meetups, pads }: { meetups: LiveMeetups; pads: LivePads }): Router {
  const router = Router();
  // Made one after the other, each once for all who wait for the same. What is made quickly doesn't wait for whole meetups.
  const [wholes, parts] = [new Rounds<SharedBytes>(), new Rounds<SharedBytes>()];
  // What ten have waited for, megabytes, is handed to one of them in a turn.
  const turns = new OneATurn();
  const made = async (
    rounds: Rounds<SharedBytes>,
    response: Response,
    form: string,
    write: MeetupExport<string | Buffer>,
  ) => {
    const meetup = meetupOf(response);
    const shared = await rounds.share(
      `${form} of ${meetup.id}`,
      async () => new SharedBytes(await write(meetup, pads)),
    );
    await new Promise<void>((pass) => turns.take(pass));
    return shared;
  };

  router
    .route("/m/:slug/notes/:padId.md")
    .get(withMeetup(meetups), async (request, response) => {
      const padId = String(request.params.padId);
      if (!(await meetupOf(response).read(({ pads: known }) => known.has(padId))))
        return sendProblem(response, problem("unknown-pad"));
      const shared = await made(parts, response, padId, (meetup) => exportPad(meetup, pads, padId));
      await sendShared(request, asTakenHome(response, MARKDOWN), shared);
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/votes.csv")
    .get(withMeetup(meetups), async (request, response) => {
      const shared = await made(parts, response, "csv", exportVotes);
      await sendShared(request, asTakenHome(response, "text/csv; charset=utf-8; header=present"), shared);
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/export.md")
    .get(withMeetup(meetups), async (request, response) => {
      const shared = await made(wholes, response, "md", exportMarkdown);
      await sendShared(request, asTakenHome(response, MARKDOWN), shared);
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/export.json")
    .get(withMeetup(meetups), async (request, response) => {
      const shared = await made(wholes, response, "json", exportJson);
      await sendShared(request, asTakenHome(response, "application/json; charset=utf-8"), shared);
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/export.zip")
    .get(withMeetup(meetups), async (_request, response) => {
      const { bytes } = await made(wholes, response, "zip", exportZip);
      response.setHeader("Content-Disposition", `attachment; filename="${meetupOf(response).slug}.zip"`);
      asTakenHome(response, "application/zip").send(bytes);
    })
    .all(onlyMethods("GET"));
  return router;
}

const MARKDOWN = "text/markdown; charset=utf-8";
