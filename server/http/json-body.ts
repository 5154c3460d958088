import express, { type RequestHandler } from "express";
import { problem } from "../../shared/problem.ts";
import { sendProblem } from "./answers.ts";

/** The largest body taken, in bytes. */
const MAX_BODY_BYTES = 256 * 1024;

const parse = express.json({
  limit: MAX_BODY_BYTES,
  strict: false,
  type: () => true,
  // Nothing at all would come out as {}. What is thrown here is answered as "not JSON".
  verify: (_request, _response, body) => {
    if (body.length === 0) throw new Error("The body is empty");
  },
});

/** Reads a JSON body: 415 for another type, 413 when too large, 400 when it isn't JSON. */
export const jsonBody: RequestHandler = (request, response, next) => {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return sendProblem(response, problem("not-json-type"));
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === "0" || (length === undefined && encoding === undefined))
    return sendProblem(response, problem("not-json"));
  parse(request, response, next);
};
