/** What comes in place of a request and can't be read as one. */
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { problem, type Problem } from "../../shared/problem.ts";
import { refuseOnWire } from "./refuse-on-wire.ts";

/** Answers what isn't HTTP, or was given up as too slow or too long, with a problem as all that is refused; of what comes behind it nothing is read. */
export function refuseUnreadable(http: Server): void {
  http.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex & { bytesWritten?: number }) => {
    // Behind an answer it would be taken for the next one, of something that was asked before.
    if (socket.writable && socket.bytesWritten === 0) refuseOnWire(socket, refusalOf(error));
    else socket.destroy(error);
  });
}

function refusalOf({ code }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return problem("too-slow");
    case "HPE_HEADER_OVERFLOW":
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return problem("headers-too-long");
    default:
      return problem("not-http");
  }
}
