import type { Request, RequestHandler, Response } from "express";
import { problem } from "../../shared/problem.ts";
import type { CreateKeys } from "../people/create-keys.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { personOf, readerOf, sendProblem } from "./answers.ts";

/** What stands before the making of a meetup, whichever it is: how many a person makes, and who may here. */
export function creationLimits(tools: {
  createKeys: CreateKeys;
  /** New meetups, by person. */
  newMeetups: TokenBuckets;
}): { limit: RequestHandler; isRefused: (request: Request, response: Response) => Promise<boolean> } {
  const { createKeys, newMeetups } = tools;
  return {
    /** Refuses who is over the limit before the body is read. */
    limit: (_request, response, next) => {
      const person = readerOf(response);
      const wait = person ? newMeetups.wait(person.id) : 0;
      if (wait > 0) sendProblem(response, problem("too-many"), wait);
      else next();
    },
    /** Counts one; true when it may not be made, which has been answered then. */
    async isRefused(request, response) {
      const mayCreate = await createKeys.mayCreate(request.headers.authorization);
      const wait = mayCreate ? newMeetups.take(personOf(response).id) : 0;
      if (!mayCreate) sendProblem(response, createKeys.refusal);
      else if (wait > 0) sendProblem(response, problem("too-many"), wait);
      return !mayCreate || wait > 0;
    },
  };
}
