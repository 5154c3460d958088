import express, { type RequestHandler } from "express";
import { z } from "zod";
import { invalid } from "../../shared/invalid.ts";
import { problem } from "../../shared/problem.ts";
import { sendProblem } from "./answers.ts";

/** The largest body taken, in bytes. */
const MAX_BODY_BYTES = 256 * 1024;

const nothing = z.strictObject({});

const parse = express.json({
  limit: MAX_BODY_BYTES,
  strict: false,
  // What a few compressed bytes become would have to be kept, and counted, too; nobody needs that for so little.
  inflate: false,
  type: () => true,
  // Nothing at all would come out as {}. What is thrown here is answered as "not JSON".
  verify: (_request, _response, body) => {
    if (body.length === 0) throw new Error("The body is empty");
  },
});

/** For calls that need nothing said: no body, or an empty object. */
export const nothingSaid: RequestHandler = (request, response, next) => {
  const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
  if (length === "0" && encoding === undefined) return next();
  jsonBody(request, response, (error?: unknown) => {
    const parsed = nothing.safeParse(request.body);
    if (error !== undefined || parsed.success) next(error);
    else if (response.locals.person) sendProblem(response, invalid(parsed.error));
    else sendProblem(response, problem("no-name"));
  });
};

/** Reads a JSON body: 415 for another type, 413 when too large, 400 when it isn't JSON. */
export const jsonBody: RequestHandler = (request, response, next) => {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return sendProblem(response, problem("not-json-type"));
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === "0" || (length === undefined && encoding === undefined))
    return sendProblem(response, problem("not-json"));
  parse(request, response, next);
};
