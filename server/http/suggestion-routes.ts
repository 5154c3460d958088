import { Router } from "express";
import { suggestSchema, type SuggestWish } from "../../shared/schedule/suggest.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { Suggestions } from "../meetups/suggestions.ts";
import { onlyMethods, personOf, requirePerson, sendProblem } from "./answers.ts";
import { checkedBy, optionalJsonBody } from "./json-body.ts";
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
      checkedBy(suggestSchema),
      withMeetup(meetups),
      async (request, response) => {
        const answer = await suggestions.of(meetupOf(response), request.body as SuggestWish, personOf(response));
        if ("problem" in answer) sendProblem(response, answer.problem);
        else response.json(answer);
      },
    )
    .all(onlyMethods("POST"));
  return router;
}
