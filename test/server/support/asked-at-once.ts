import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

/**
 * The answers to so many who ask for the same in the same moment, each on a connection that the server knows already: it reads all
 * of them in one turn of the loop. `begin` is called right before.
 */
export async function askedAtOnce(url: URL, path: string, count: number, begin: () => void): Promise<string[]> {
  const sockets = Array.from({ length: count }, () => connect(Number(url.port), url.hostname));
  const request = (of: string, more = "") => `GET ${of} HTTP/1.1\r\nHost: ${url.host}\r\n${more}\r\n`;
  for (const socket of sockets) {
    socket.write(request("/healthz"));
    await once(socket, "data");
  }
  begin();
  for (const socket of sockets) socket.write(request(path, "Connection: close\r\n"));
  return Promise.all(sockets.map((socket) => text(socket)));
}
