import type { Duplex } from "node:stream";
import type { Problem } from "../../shared/problem.ts";
import { PROBLEM_TYPE } from "../http/answers.ts";
import { STATUS_CODES } from "./node-http.ts";

/** Answers with a problem where there is no response to answer with, and ends the connection. */
export function refuseOnWire(socket: Duplex, refusal: Problem, retryAfter?: number): void {
  const { status } = refusal;
  const body = JSON.stringify(refusal);
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
  ];
  // Once it is told: whoever keeps their end open must not keep ours.
  socket.once("finish", () => socket.destroy());
  socket.end(`${headers.join("\r\n")}\r\n\r\n${body}`);
}
