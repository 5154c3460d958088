import { Router, type Response } from "express";
import { meetupMarkdown, type PadText } from "../../shared/exports/meetup-markdown.ts";
import { votesCsv } from "../../shared/exports/votes-csv.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { problem } from "../../shared/problem.ts";
import { onlyMethods, sendProblem } from "../http/answers.ts";
import { meetupOf, withMeetup } from "../http/meetup-routes.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";
import { meetupArchive, padText } from "./meetup-archive.ts";
import { padMarkdown } from "./pad-markdown.ts";
import { dataJson, publicData } from "./public-data.ts";
import { writeZip } from "./zip-writer.ts";

/** What people take home, open to whoever knows the meetup's address. */
export function exportRoutes({ meetups, pads }: { meetups: LiveMeetups; pads: LivePads }): Router {
  const router = Router();
  router
    .route("/m/:slug/notes/:padId.md")
    .get(withMeetup(meetups), async (request, response) => {
      const padId = String(request.params.padId);
      const found = await meetupOf(response).read((state, nameOf) => {
        if (!state.pads.has(padId)) return undefined;
        return { view: viewOf(state, nameOf, "nameless"), nameOf };
      });
      if (!found) return sendProblem(response, problem("unknown-pad"));
      sendMarkdown(response, padMarkdown(found, { padId, ...(await pads.contentOf(padId)) }));
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/export.md")
    .get(withMeetup(meetups), async (_request, response) => {
      const { view, padIds } = await meetupOf(response).read((state, nameOf) => ({
        view: viewOf(state, nameOf, "nameless"),
        padIds: [...state.pads.keys()],
      }));
      const notes = new Map<string, PadText>();
      for (const padId of padIds) {
        notes.set(padId, await padText(pads, padId, { ...(await pads.contentOf(padId)), view }));
      }
      sendMarkdown(response, meetupMarkdown(view, notes));
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/votes.csv")
    .get(withMeetup(meetups), async (_request, response) => {
      const view = await meetupOf(response).read((state, nameOf) => viewOf(state, nameOf, "nameless"));
      send(response, "text/csv; charset=utf-8; header=present", votesCsv(view));
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/export.json")
    .get(withMeetup(meetups), async (_request, response) => {
      const data = await meetupOf(response).readHistory(publicData);
      const { topics, sessions, sideGroups } = data.view;
      const notes: Record<string, string> = {};
      for (const { padId } of [...topics, ...sessions, ...sideGroups]) notes[padId] ??= await pads.textOf(padId);
      send(response, "application/json; charset=utf-8", dataJson(data, notes));
    })
    .all(onlyMethods("GET"));
  router
    .route("/m/:slug/export.zip")
    .get(withMeetup(meetups), async (_request, response) => {
      const meetup = await meetupOf(response).readHistory((all) => ({
        data: publicData(all),
        nameOf: all.nameOf,
        padIds: [...all.state.pads.keys()],
      }));
      response.setHeader("Content-Type", "application/zip");
      response.setHeader("Content-Disposition", `attachment; filename="${meetup.data.view.meetup.slug}.zip"`);
      response.setHeader("Cache-Control", "private, no-cache");
      response.setHeader("X-Robots-Tag", "noindex");
      await writeZip(response, meetupArchive(meetup, pads));
    })
    .all(onlyMethods("GET"));
  return router;
}

function sendMarkdown(response: Response, text: string): void {
  send(response, "text/markdown; charset=utf-8", text);
}

function send(response: Response, type: string, text: string): void {
  response.setHeader("Content-Type", type);
  response.setHeader("Cache-Control", "private, no-cache");
  response.setHeader("X-Robots-Tag", "noindex");
  response.send(Buffer.from(text, "utf8"));
}
