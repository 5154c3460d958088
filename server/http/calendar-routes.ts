import type { IncomingMessage } from "node:http";
import { Router, type Request, type Response } from "express";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { problem } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { OneATurn } from "../turns/one-a-turn.ts";
import { Rounds } from "../turns/rounds.ts";
import type { People } from "../people/people.ts";
import type { PersonSecrets } from "../people/person-secrets.ts";
import { asTakenHome, onlyMethods, personOf, requirePerson, sendProblem } from "./answers.ts";
import type { Guesses } from "../guesses.ts";
import { nothingSaid } from "./json-body.ts";
import { meetupOf, withinLimit, withMeetup } from "./meetup-routes.ts";
import { ownOrigin } from "./origin.ts";

/** One's own day as a calendar to subscribe to: its address is a secret, which one makes and revokes. */
export function calendarRoutes(tools: {
  meetups: LiveMeetups;
  people: People;
  calendars: PersonSecrets;
  door: CommandDoor;
  /** Failed links and codes, by address. */
  guesses: Guesses;
  addressOf: (request: IncomingMessage) => string;
  clock: Clock;
  publicUrl: string | undefined;
}): Router {
  const { meetups, people, calendars, door, guesses, addressOf, clock, publicUrl } = tools;
  const router = Router();
  const views = new Rounds<MeetupView>();
  const turns = new OneATurn();
  const known = [requirePerson, withMeetup(meetups)];
  const mine = (response: Response) => [people.idsOf(personOf(response)), meetupOf(response).id] as const;

  router
    .route("/api/meetups/:slug/calendar")
    .get(known, async (_request: Request, response: Response) => {
      response.json({ links: await calendars.count(...mine(response)) });
    })
    .post(withinLimit(door), nothingSaid, known, async (request: Request, response: Response) => {
      const { id, slug } = meetupOf(response);
      const secret = await calendars.issue(personOf(response).id, id);
      if (secret === undefined) return sendProblem(response, problem("too-many-links"));
      response.json({ url: `${ownOrigin(request, publicUrl)}/m/${slug}/my/${secret}.ics` });
    })
    .delete(withinLimit(door), known, async (_request: Request, response: Response) => {
      await calendars.revoke(...mine(response));
      response.status(204).end();
    })
    .all(onlyMethods("GET", "POST", "DELETE"));

  router
    .route("/m/:slug/my/:secret.ics")
    .get(withMeetup(meetups), async (request: Request, response: Response) => {
      const guessed = await guesses.look(addressOf(request), async () => {
        const opened = await calendars.open(String(request.params.secret));
        return opened?.of === meetupOf(response).id ? opened : undefined;
      });
      if ("wait" in guessed) return sendProblem(response, problem("too-many"), guessed.wait);
      const { found: opened } = guessed;
      if (!opened) return sendProblem(response, problem("unknown-address"));
      const { myDayIcs } = await import("../../shared/exports/schedule-ics.ts");
      const origin = ownOrigin(request, publicUrl);
      const meetup = meetupOf(response);
      // Many calendars ask at the same minute: what is the same for all is made once, each one's own in a turn of its own.
      const view = await views.share(meetup.id, () => meetup.read((state, nameOf) => viewOf(state, nameOf, "named")));
      await new Promise<void>((pass) => turns.take(pass));
      const text = await meetup.read((state) => myDayIcs(view, meOf(state, opened.personId), clock.now(), origin));
      asTakenHome(response, "text/calendar; charset=utf-8").send(Buffer.from(text, "utf8"));
    })
    .all(onlyMethods("GET"));
  return router;
}
