import type { IncomingMessage } from "node:http";
import { Router, type NextFunction, type Request, type Response } from "express";
import { z } from "zod";
import { newMeetupSchema, type NewMeetup } from "../../shared/meetup/commands/new-meetup.ts";
import { commentsOf } from "../../shared/meetup/view-of/topic-view-of.ts";
import { problem } from "../../shared/problem.ts";
import type { CreateKeys } from "../people/create-keys.ts";
import { hashOf, newToken } from "../secrets.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { hasEntity, onlyMethods, personOf, readerOf, requirePerson, sendProblem } from "./answers.ts";
import type { Guesses } from "../guesses.ts";
import { mayGuess } from "./may-guess.ts";
import { checkedBy, jsonBody, nothingSaid } from "./json-body.ts";
import { makersOnly } from "./makers-only.ts";
import type { MeetupAnswers } from "./meetup-answers.ts";
import { ownOrigin } from "./origin.ts";
import { onlyRepeatsOver } from "./repeats-only.ts";
import { sendShared } from "./shared-bytes.ts";

/** What an organizer link's page sends. */
export const tokenSchema = z.strictObject({ token: z.string().min(1).max(200) });

/** `/api/meetups…`: making, reading and changing meetups over HTTP. */
export function meetupRoutes(tools: {
  meetups: LiveMeetups;
  answers: MeetupAnswers;
  door: CommandDoor;
  createKeys: CreateKeys;
  /** New meetups, by person. */
  newMeetups: TokenBuckets;
  /** Failed links and codes, by address. */
  guesses: Guesses;
  addressOf: (request: IncomingMessage) => string;
  publicUrl: string | undefined;
}): Router {
  const { meetups, answers, door, createKeys, newMeetups, guesses, addressOf, publicUrl } = tools;
  const router = Router();
  const organizerUrl = (request: Request, slug: string, token: string) =>
    `${ownOrigin(request, publicUrl)}/m/${slug}#organizer=${token}`;

  router
    .route("/api/meetups")
    .get(async (_request, response) => {
      response.setHeader("Cache-Control", "no-cache");
      response.json({ meetups: await meetups.list() });
    })
    .post(
      withinLimit(door),
      onlyRepeatsOver(newMeetups, (body, person) => meetups.isRepeat(body, person)),
      jsonBody,
      requirePerson,
      checkedBy(newMeetupSchema),
      makersOnly(createKeys),
      async (request, response) => {
        const person = personOf(response);
        const created = await meetups.create(request.body as NewMeetup, person, newMeetups);
        if ("problem" in created) return sendProblem(response, created.problem, created.retryAfter);
        const { slug, code, token, repeated } = created;
        response.status(repeated ? 200 : 201).json({ slug, code, organizerUrl: organizerUrl(request, slug, token) });
      },
    )
    .all(onlyMethods("GET", "POST"));

  router
    .route("/api/meetups/:slug")
    .get(withMeetup(meetups), async (request, response) => {
      const answer = await answers.of(meetupOf(response), readerOf(response));
      const tag = `W/"${answer.tag}"`;
      response.setHeader("ETag", tag);
      response.setHeader("Cache-Control", "private, no-cache");
      response.setHeader("Vary", "Cookie");
      if (!answer.listed) response.setHeader("X-Robots-Tag", "noindex");
      if (hasEntity(request, tag)) return void response.status(304).end();
      await sendShared(request, response.type("json"), answer.shared, answer.own);
    })
    .all(onlyMethods("GET"));

  router
    .route("/api/meetups/:slug/commands")
    .post(withinLimit(door), jsonBody, requirePerson, async (request, response) => {
      const answer = await door.handle(String(request.params.slug), request.body, personOf(response));
      if ("problem" in answer) sendProblem(response, answer.problem, answer.retryAfter);
      else response.json({ seq: answer.seq });
    })
    .all(onlyMethods("POST"));

  router
    .route("/api/meetups/:slug/organizer")
    .post(
      mayGuess({ guesses, addressOf }),
      jsonBody,
      requirePerson,
      checkedBy(tokenSchema),
      withMeetup(meetups),
      async (request, response) => {
        const meetup = meetupOf(response);
        const { token } = request.body as z.output<typeof tokenSchema>;
        const guessed = await guesses.look(
          addressOf(request),
          async () => (await meetups.isOrganizerToken(meetup, token)) || undefined,
        );
        if ("wait" in guessed) return sendProblem(response, problem("too-many"), guessed.wait);
        if (!guessed.found)
          return sendProblem(response, problem("wrong-token", { errors: [{ path: "token", message: "Not valid" }] }));
        const answer = await meetup.handle({ type: "organizer.join" }, personOf(response));
        if ("problem" in answer) sendProblem(response, answer.problem);
        else response.json(answer);
      },
    )
    .all(onlyMethods("POST"));

  router
    .route("/api/meetups/:slug/organizer-link")
    .post(withinLimit(door), nothingSaid, requirePerson, withMeetup(meetups), async (request, response) => {
      const meetup = meetupOf(response);
      const token = newToken();
      const answer = await meetup.handle({ type: "organizerLink.renew", tokenHash: hashOf(token) }, personOf(response));
      if ("problem" in answer) sendProblem(response, answer.problem);
      else response.json({ organizerUrl: organizerUrl(request, meetup.slug, token) });
    })
    .all(onlyMethods("POST"));

  router
    .route("/api/meetups/:slug/topics/:topicId/comments")
    .get(withMeetup(meetups), async (request, response) => {
      const comments = await meetupOf(response).read((state) => {
        const topic = state.topics.get(String(request.params.topicId));
        return topic && commentsOf(state, topic);
      });
      if (comments) response.setHeader("Cache-Control", "private, no-cache").json(comments);
      else sendProblem(response, problem("unknown-topic"));
    })
    .all(onlyMethods("GET"));

  router
    .route("/j/:code")
    .get(async (request, response) => {
      const guessed = await guesses.look(addressOf(request), () => meetups.slugOfCode(String(request.params.code)));
      if ("wait" in guessed) return sendProblem(response, problem("too-many"), guessed.wait);
      if (guessed.found !== undefined) return response.redirect(302, `/m/${guessed.found}`);
      if (request.accepts(["json", "html"]) === "html") return response.redirect(302, "/?unknown-code");
      sendProblem(response, problem("unknown-meetup"));
    })
    .all(onlyMethods("GET"));

  return router;
}

/** Lets through who has not asked for too much, and takes one command of their allowance: 429 for the rest. */
export function withinLimit(door: CommandDoor) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    const person = readerOf(response);
    const refused = person && door.limit(person);
    if (refused) sendProblem(response, refused.problem, refused.retryAfter);
    else next();
  };
}

/** Finds the meetup a route speaks of: 404 when there is none. */
export function withMeetup(meetups: LiveMeetups) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const meetup = await meetups.bySlug(String(request.params.slug));
    if (!meetup) return sendProblem(response, problem("unknown-meetup"));
    response.locals.meetup = meetup;
    next();
  };
}

/** The meetup of this request; only behind `withMeetup`. */
export function meetupOf(response: Response): LiveMeetup {
  return response.locals.meetup as LiveMeetup;
}

/** Lets through who organizes the meetup of this request; only behind `requirePerson` and `withMeetup`. */
export async function organizersOnly(_request: Request, response: Response, next: NextFunction): Promise<void> {
  const person = personOf(response);
  if (await meetupOf(response).read((state) => state.organizers.has(person.id))) next();
  else sendProblem(response, problem("organizers-only"));
}
