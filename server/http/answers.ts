import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError } from "../store/log-store.ts";

/** Seconds after which a client may try again when the store can't write. */
export const UNAVAILABLE_RETRY_S = 2;
/** What a problem is sent as. */
export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Ends a request with a problem, as RFC 9457 says. */
export function sendProblem(response: ServerResponse, refusal: Problem, retryAfter?: number): void {
  const after = retryAfter ?? (refusal.status === 503 ? UNAVAILABLE_RETRY_S : undefined);
  if (after !== undefined) response.setHeader("Retry-After", String(after));
  response.statusCode = refusal.status;
  response.setHeader("Content-Type", PROBLEM_TYPE);
  response.end(JSON.stringify(refusal));
}

/** What people take home is listed nowhere, and asked for anew each time. */
export function asTakenHome(response: Response, type: string): Response {
  response.setHeader("Content-Type", type);
  response.setHeader("Cache-Control", "private, no-cache");
  response.setHeader("X-Robots-Tag", "noindex");
  return response;
}

/** Answers every method that a route doesn't have. Whoever may GET may also ask for the HEAD of it. */
export function onlyMethods(...methods: string[]): RequestHandler {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : method)).join(", ");
  return (_request, response) => {
    response.setHeader("Allow", allowed);
    sendProblem(response, problem("wrong-method"));
  };
}

/**
 * Whether `If-None-Match` names this tag, weak or not, or any. Express's own test gives up when a fetch adds
 * `Cache-Control: no-cache`, as it does here.
 */
export function hasEntity({ headers }: IncomingMessage, tag: string): boolean {
  const named = headers["if-none-match"]?.split(",").map((each) => opaque(each.trim())) ?? [];
  return named.includes(opaque(tag)) || named.includes("*");
}

/** A tag without what says that it is a weak one. */
function opaque(tag: string): string {
  return tag.replace(/^W\//u, "");
}

/** The named person who asks; only behind `requirePerson`. */
export function personOf(response: Response): Person {
  return response.locals.person as Person;
}

/** The named person who asks, or undefined. */
export function readerOf(response: Response): Person | undefined {
  return response.locals.person as Person | undefined;
}

/** Lets only people with a name through: 401 for the rest. */
export function requirePerson(_request: Request, response: Response, next: NextFunction): void {
  if (response.locals.person) next();
  else sendProblem(response, problem("no-name"));
}

/** The last stop of every error: a problem, never a stack trace. */
export function errorsToProblems(report: ReportFault): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = problemFor(error);
    if (refusal.status === 500) report(`${request.method} ${request.route?.path ?? "a request"}`, error);
    sendProblem(response, refusal);
  };
}

/** The problem that an error is to whoever asked. */
export function problemFor(error: unknown): Problem {
  if (error instanceof StoreUnavailableError) return problem("unavailable");
  if (error instanceof URIError) return problem("unknown-address");
  const { type, status } = error as { type?: string; status?: number };
  if (type === "entity.too.large") return problem("too-large");
  if (type === "encoding.unsupported" || type === "charset.unsupported") return problem("not-json-type");
  if (status !== undefined && status >= 400 && status < 500) return problem("not-json");
  return problem("fault");
}
