import { Router, type Response } from "express";
import { meetupMarkdown, type PadText } from "../../shared/exports/meetup-markdown.ts";
import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";
import { moderatorNames } from "../../shared/exports/moderator-names.ts";
import { votesCsv } from "../../shared/exports/votes-csv.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { commentsOf, viewOf } from "../../shared/meetup/view-of.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { frontMatter } from "../../shared/notes/front-matter.ts";
import { problem } from "../../shared/problem.ts";
import { onlyMethods, sendProblem } from "../http/answers.ts";
import { meetupOf, withMeetup } from "../http/meetup-routes.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";

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
      const [text, authors] = await Promise.all([pads.textOf(padId), pads.authorsOf(padId)]);
      const names = authors.flatMap((id) => found.nameOf(id)?.name ?? []);
      sendMarkdown(response, frontMatter({ ...padFacts(found.view, padId), authors: names }) + text);
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
      for (const padId of padIds)
        notes.set(padId, {
          text: await pads.textOf(padId),
          touched: (await pads.authorsOf(padId)).length > 0,
        });
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
      const data = await meetupOf(response).readHistory(({ history, state, nameOf }) => ({
        seq: state.seq,
        view: viewOf(state, nameOf, "nameless"),
        comments: Object.fromEntries(
          [...state.topics.values()]
            .filter(({ mergedInto }) => mergedInto === null)
            .map((topic) => [topic.id, commentsOf(state, topic)]),
        ),
        log: publicLog({ history, state, nameOf }, { after: 0 }, Number.MAX_SAFE_INTEGER).entries,
      }));
      const { topics, sessions, sideGroups } = data.view;
      const notes: Record<string, string> = {};
      for (const { padId } of [...topics, ...sessions, ...sideGroups]) notes[padId] ??= await pads.textOf(padId);
      send(response, "application/json; charset=utf-8", JSON.stringify({ ...data, notes }, null, 1));
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

/** What the front matter says of a pad: of its session, else its side group, else its topic. */
function padFacts(view: MeetupView, padId: string) {
  const { title: meetup, timezone } = view.meetup;
  const session = view.sessions.find((each) => each.padId === padId);
  if (session) {
    const room = view.rooms.find(({ id }) => id === session.roomId)?.name ?? "";
    return {
      title: session.title,
      meetup,
      room,
      time: span(session.startsAt, session.endsAt, timezone),
      moderators: moderatorNames(view, session),
    };
  }
  const group = view.sideGroups.find((each) => each.padId === padId);
  if (group) {
    const host = view.people.names[group.host]?.name;
    const time = group.startsAt ? span(group.startsAt, undefined, timezone) : "";
    return {
      title: group.title,
      meetup,
      room: group.place,
      time,
      moderators: host === undefined ? [] : [host],
    };
  }
  const topic = view.topics.find((each) => each.padId === padId);
  return { title: topic?.title ?? "Notes", meetup, room: "", time: "", moderators: [] };
}

function span(startsAt: string, endsAt: string | undefined, timezone: string): string {
  const start = `${dayOf(startsAt, timezone)} ${clockTime(startsAt, timezone)}`;
  return endsAt === undefined ? start : `${start} to ${clockTime(endsAt, timezone)}`;
}
