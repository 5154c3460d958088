import type { Server, ServerResponse } from "node:http";

/**
 * Returns what has each connection end with the answer it waits for, and with the next it asks for: a server that closes ends by
 * itself only those where nothing is asked, and waits for those that are kept for more.
 */
export function lastAnswers(http: Server): () => void {
  const waiting = new Set<ServerResponse>();
  let areLast = false;
  const isLast = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader("Connection", "close");
  };
  http.on("request", (_request, response) => {
    if (areLast) return isLast(response);
    waiting.add(response);
    response.once("close", () => waiting.delete(response));
  });
  return () => {
    areLast = true;
    waiting.forEach(isLast);
  };
}
