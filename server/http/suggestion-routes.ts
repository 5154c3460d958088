import { Router, type NextFunction, type Request, type Response } from "express";
import { validationProblem } from "../../shared/validation-problem.ts";
import { suggestSchema, type SuggestWish } from "../../shared/schedule/suggest.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { Suggestions } from "../meetups/suggestions.ts";
import { onlyMethods, personOf, requirePerson, sendProblem } from "./answers.ts";
import { optionalJsonBody } from "./json-body.ts";
import { meetupOf, withinLimit, withMeetup } from "./meetup-routes.ts";

/** `/api/meetups/:slug/schedule/suggestions`: a plan that loses few wishes; nothing is changed by asking. */
export function suggestionRoutes({ meetups, door }: { meetups: LiveMeetups; door: CommandDoor }): Router {
  const suggestions = new Suggestions();
  const router = Router();
  router
    .route("/api/meetups/:slug/schedule/suggestions")
    .post(
      withinLimit(door),
      optionalJsonBody,
      requirePerson,
      (request: Request, response: Response, next: NextFunction) => {
        const parsed = suggestSchema.safeParse(request.body);
        if (!parsed.success) return sendProblem(response, validationProblem(parsed.error));
        response.locals.wish = parsed.data;
        next();
      },
      withMeetup(meetups),
      async (_request: Request, response: Response) => {
        const wish = response.locals.wish as SuggestWish;
        const answer = await suggestions.of(meetupOf(response), wish, personOf(response));
        if ("problem" in answer) sendProblem(response, answer.problem);
        else response.json(answer);
      },
    )
    .all(onlyMethods("POST"));
  return router;
}
