import { beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { rawRequest, upgradeStatus } from "./support/raw-request.ts";
import { named } from "./support/visitor.ts";

/** What Java's HTTP client and `curl --http2` add to what they ask for. */
const HTTP_2 = {
  Connection: "Upgrade, HTTP2-Settings",
  Upgrade: "h2c",
  "HTTP2-Settings": "AAMAAABkAAQCAAAAAAIAAAAA",
};

let server: ServerProcess;

beforeAll(async () => {
  server = await sharedServer();
});

test("[C18] who would like to go on in HTTP/2 reads and writes as everybody does", async () => {
  const { slug } = await (await named(server.url, "Ana")).makesMeetup();
  for (const path of ["/healthz", `/m/${slug}/now.json`, `/m/${slug}`])
    expect([path, (await rawRequest(server.url, { path, headers: HTTP_2 })).status]).toEqual([path, 200]);
  const headers = { ...HTTP_2, "Content-Type": "application/json" };
  const body = JSON.stringify({ name: "Ben" });
  const ben = await rawRequest(server.url, { method: "PUT", path: "/api/me", headers, body });
  expect([ben.status, JSON.parse(ben.text)]).toMatchObject([201, { name: "Ben" }]);
});

test("[C18] a WebSocket where none is given is refused, as whoever asks for one would wait for it", async () => {
  expect(await upgradeStatus(server.url, "/healthz", {})).toBe(404);
  expect(await upgradeStatus(server.url, "/healthz", { Upgrade: "WebSocket" })).toBe(404);
});
