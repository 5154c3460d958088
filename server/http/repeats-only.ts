import type { RequestHandler } from "express";
import type { Person } from "../../shared/person.ts";
import { problem } from "../../shared/problem.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { readerOf, sendProblem } from "./answers.ts";
import { readJson } from "./json-body.ts";

/**
 * Refuses whoever is over a limit, whatever else is wrong with what they ask; only a repeat of what was made goes on, as it
 * is answered whatever the limit. As nothing but its body tells that it is one, that is read.
 */
export function onlyRepeatsOver(
  limit: TokenBuckets,
  isRepeat: (body: unknown, person: Person) => Promise<boolean>,
): RequestHandler {
  return async (request, response, next) => {
    const person = readerOf(response);
    const wait = person ? limit.wait(person.id) : 0;
    if (!person || wait === 0) return next();
    const wrong = await readJson(request, response);
    if (wrong === undefined && (await isRepeat(request.body, person))) next();
    else sendProblem(response, problem("too-many"), wait);
  };
}
