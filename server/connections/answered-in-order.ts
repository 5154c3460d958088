/** HTTP lets a connection ask for more before it was answered. Nobody who uses this needs it, but thousands of requests come in one piece. */
import type { RequestListener, Server } from "node:http";
import type { Socket } from "node:net";

/** At most this many requests of one connection may wait for the one before them; each takes some kilobytes. */
const MOST_WAITING = 100;

/**
 * Begins each connection's next request when the one before was answered: answers go out in that order anyway, and all who ask
 * have their turn among others with one request each. To be called when all who take requests are there.
 */
export function answerInOrder(http: Server): void {
  const listeners = http.listeners("request") as RequestListener[];
  http.removeAllListeners("request");
  /** What waits, of connections where something is being answered. */
  const lines = new WeakMap<Socket, (() => void)[]>();
  http.on("request", (request, response) => {
    const { socket } = request;
    const begin = () => {
      response.once("close", () => next(socket));
      for (const listener of listeners) listener.call(http, request, response);
    };
    const line = lines.get(socket);
    if (line === undefined) {
      lines.set(socket, []);
      begin();
    } else if (line.length < MOST_WAITING) line.push(begin);
    else socket.destroy();
  });

  function next(socket: Socket): void {
    const begin = socket.destroyed ? undefined : lines.get(socket)?.shift();
    if (begin === undefined) lines.delete(socket);
    else begin();
  }
}
