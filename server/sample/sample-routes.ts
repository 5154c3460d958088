import { Router } from "express";
import { onlyMethods, personOf, requirePerson } from "../http/answers.ts";
import { creationLimits } from "../http/creation-limits.ts";
import { checkedBy, jsonBody, nothingSchema } from "../http/json-body.ts";
import { ownOrigin } from "../http/origin.ts";
import type { CreateKeys } from "../people/create-keys.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import type { SampleMeetups } from "./sample-meetups.ts";

/** `POST /api/sample`: a sample meetup for who asks, checked as every new meetup is; the same one again for who has one. */
export function sampleRoutes(tools: {
  samples: () => Promise<SampleMeetups>;
  createKeys: CreateKeys;
  /** New meetups, by person. */
  newMeetups: TokenBuckets;
  publicUrl: string | undefined;
}): Router {
  const { samples, createKeys, newMeetups, publicUrl } = tools;
  const router = Router();
  const making = creationLimits({ createKeys, newMeetups });
  router
    .route("/api/sample")
    .post(making.limit, jsonBody, requirePerson, checkedBy(nothingSchema), async (request, response) => {
      if (await making.isRefused(request, response)) return;
      const person = personOf(response);
      const { slug, code, token, repeated } = await (await samples()).of(person);
      if (repeated) newMeetups.giveBack(person.id);
      const organizerUrl = `${ownOrigin(request, publicUrl)}/m/${slug}#organizer=${token}`;
      response.status(repeated ? 200 : 201).json({ slug, code, organizerUrl });
    })
    .all(onlyMethods("POST"));
  return router;
}
