import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { problem } from "../../shared/problem.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { readerOf, sendProblem } from "./answers.ts";

/**
 * Limits how often somebody may ask for what isn't there, so that addresses can't be found by trying: each 404 takes a token
 * of its person, or of its address where nobody has a name, and without one nothing is looked up. Somebody who tries
 * from within a hall keeps nobody there waiting who has a name.
 */
export function limitMisses(misses: TokenBuckets, addressOf: (request: IncomingMessage) => string): RequestHandler {
  return (request, response, next) => {
    const person = readerOf(response);
    const key = person === undefined ? `address ${addressOf(request)}` : `person ${person.id}`;
    const wait = misses.wait(key);
    if (wait > 0) return sendProblem(response, problem("too-many"), wait);
    response.once("finish", () => {
      if (response.statusCode === 404) misses.take(key);
    });
    next();
  };
}
