import { Router } from "express";
import { problem } from "../../shared/problem.ts";
import { onlyMethods, personOf, requirePerson, sendProblem } from "../http/answers.ts";
import { checkedBy, jsonBody, nothingSchema } from "../http/json-body.ts";
import { makersOnly } from "../http/makers-only.ts";
import { withinLimit } from "../http/meetup-routes.ts";
import { ownOrigin } from "../http/origin.ts";
import { onlyRepeatsOver } from "../http/repeats-only.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { CreateKeys } from "../people/create-keys.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import type { SampleMeetups } from "./sample-meetups.ts";

/** `POST /api/sample`: a sample meetup for who asks, checked as every new meetup is; the same one again, whatever the limit, for who has one. */
export function sampleRoutes(tools: {
  samples: () => Promise<SampleMeetups>;
  door: CommandDoor;
  createKeys: CreateKeys;
  /** New meetups, by person. */
  newMeetups: TokenBuckets;
  publicUrl: string | undefined;
}): Router {
  const { samples, door, createKeys, newMeetups, publicUrl } = tools;
  const router = Router();
  router
    .route("/api/sample")
    .post(
      withinLimit(door),
      onlyRepeatsOver(newMeetups, async (body, person) => {
        return nothingSchema.safeParse(body).success && (await samples()).isThere(person);
      }),
      jsonBody,
      requirePerson,
      checkedBy(nothingSchema),
      makersOnly(createKeys),
      async (request, response) => {
        const person = personOf(response);
        const made = await samples();
        const isThere = await made.isThere(person);
        const wait = isThere ? 0 : newMeetups.take(person.id);
        if (wait > 0) return sendProblem(response, problem("too-many"), wait);
        const { slug, code, token, repeated } = await made.of(person);
        if (repeated && !isThere) newMeetups.giveBack(person.id);
        const organizerUrl = `${ownOrigin(request, publicUrl)}/m/${slug}#organizer=${token}`;
        response.status(repeated ? 200 : 201).json({ slug, code, organizerUrl });
      },
    )
    .all(onlyMethods("POST"));
  return router;
}
