import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";

/** What came back on the bare wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends exactly these headers, forbidden ones (Host, Origin) included, which `fetch` wouldn't. */
export function rawRequest(
  url: string,
  init: { method?: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      { hostname, port, path: init.path, method: init.method ?? "GET", headers: init.headers ?? {}, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on("error", reject);
      },
    );
    sending.on("error", reject);
    sending.end(init.body);
  });
}

/** Asks for a WebSocket with these headers; resolves with 101, or the status of the refusal. */
export function upgradeStatus(url: string, path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sending = httpRequest({
      hostname,
      port,
      path,
      agent: false,
      headers: {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...headers,
      },
    });
    sending.on("upgrade", (_response, socket: Socket) => {
      socket.on("error", () => socket.destroy());
      socket.destroy();
      resolve(101);
    });
    sending.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on("error", reject);
    sending.end();
  });
}
