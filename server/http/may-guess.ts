import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { problem } from "../../shared/problem.ts";
import type { Guesses } from "../guesses.ts";
import { sendProblem } from "./answers.ts";

/** Refuses who was wrong too often, before the body is read. */
export function mayGuess(tools: { guesses: Guesses; addressOf: (request: IncomingMessage) => string }): RequestHandler {
  const { guesses, addressOf } = tools;
  return (request, response, next) => {
    const wait = guesses.wait(addressOf(request));
    if (wait > 0) sendProblem(response, problem("too-many"), wait);
    else next();
  };
}
