import { isUtf8 } from "node:buffer";
import express, { type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";
import { validationProblem } from "../../shared/validation-problem.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import { problemFor, sendProblem } from "./answers.ts";

/** The largest body taken, in bytes. */
const MAX_BODY_BYTES = 256 * 1024;

/** Whoever sends more has so long to send the rest of it, in ms; then they are told, whether they have or not. */
const PATIENCE_MS = 1000;

/** A body in which nothing is said. */
export const nothingSchema = z.strictObject({});

const parse = express.json({
  limit: MAX_BODY_BYTES,
  strict: false,
  // What a few compressed bytes become would have to be kept, and counted, too; nobody needs that for so little.
  inflate: false,
  type: () => true,
  // Nothing at all would come out as {}, and bytes that are no text as text with gaps. What is thrown here is answered
  // as "not JSON".
  verify: (_request, _response, body) => {
    if (body.length === 0 || !isUtf8(body)) throw new Error("The body is no text");
  },
});

/** Checks the fields of a body that was read: 422 naming those that are wrong. What the schema makes of it is the body from then on. */
export function checkedBy(schema: z.ZodType): RequestHandler {
  return (request, response, next) => {
    const parsed = schema.safeParse(request.body);
    if (!parsed.success) return sendProblem(response, validationProblem(parsed.error));
    request.body = parsed.data;
    next();
  };
}

/** For calls that need nothing said: no body, or an empty object. */
export const nothingSaid: RequestHandler = (request, response, next) =>
  optionalJsonBody(request, response, () => {
    const parsed = nothingSchema.safeParse(request.body);
    if (parsed.success) next();
    else if (response.locals.person) sendProblem(response, validationProblem(parsed.error));
    else sendProblem(response, problem("no-name"));
  });

/** Reads a JSON body, if there is one; nothing at all is as good as an empty object. */
export const optionalJsonBody: RequestHandler = (request, response, next) => {
  const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
  if (length !== "0" || encoding !== undefined) return jsonBody(request, response, next);
  request.body = {};
  next();
};

/** Reads a JSON body, and refuses what isn't one. */
export const jsonBody: RequestHandler = async (request, response, next) => {
  const wrong = await readJson(request, response);
  if (wrong) sendProblem(response, wrong);
  else next();
};

/**
 * Reads a JSON body, unless that was done, and says what is wrong with it, if anything: 415 for another type, 413 when too
 * large, however much of it comes, 400 when it isn't JSON. Rejects for faults.
 */
export async function readJson(request: Request, response: Response): Promise<Problem | undefined> {
  if (request.body !== undefined) return undefined;
  if (!isJson(request.headers["content-type"] ?? "")) return problem("not-json-type");
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === "0" || (length === undefined && encoding === undefined)) return problem("not-json");
  return new Promise((resolve, reject) => {
    let refusing: NodeJS.Timeout | undefined;
    const refuse = () => (refusing ??= setTimeout(() => resolve(problem("too-large")), PATIENCE_MS));
    response.once("close", () => clearTimeout(refusing));
    let left = MAX_BODY_BYTES - (length === undefined ? 0 : Number(length));
    if (left < 0) refuse();
    else if (length === undefined)
      request.on("data", (bytes: Buffer) => {
        left -= bytes.length;
        if (left < 0) refuse();
      });
    // Reads to the end before it says that it was too much, as an answer may get lost that comes while somebody sends.
    parse(request, response, (error?: unknown) => {
      clearTimeout(refusing);
      if (error === undefined) return resolve(undefined);
      const wrong = problemFor(error);
      if (wrong.status < 500) resolve(wrong);
      else reject(error as Error);
    });
  });
}

/** Whether that is JSON, which is UTF-8 whether it is said or not. */
function isJson(contentType: string): boolean {
  const [type, ...parameters] = contentType.split(";").map((each) => each.trim().toLowerCase());
  const charset = parameters.find((each) => each.startsWith("charset"));
  return type === "application/json" && (charset === undefined || /^charset="?utf-8"?$/u.test(charset));
}
