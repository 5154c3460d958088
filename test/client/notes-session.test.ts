import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocketServer, type WebSocket as ServerSocket } from "ws";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { PAD_MESSAGE } from "../../shared/notes/pad-frames.ts";
import { Browser, deliverAll, MeetupServer } from "./support/meetup-wire.ts";

/** Takes connections to pads and says nothing on them by itself. */
let pads: WebSocketServer;
/** How many connections the page has begun. */
let begun = 0;

beforeEach(async () => {
  pads = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(pads, "listening");
  begun = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.resetModules();
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("removeEventListener", () => undefined);
  vi.stubGlobal("document", { addEventListener: () => undefined, removeEventListener: () => undefined });
  vi.stubGlobal("location", { origin: `http://127.0.0.1:${(pads.address() as AddressInfo).port}` });
  vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }));
  vi.stubGlobal(
    "WebSocket",
    class extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        begun += 1;
      }
    },
  );
});

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const socket of pads.clients) socket.terminate();
  await new Promise((resolve) => pads.close(resolve));
});

/** Says that an empty pad is all there is. */
function syncs(socket: ServerSocket): void {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, PAD_MESSAGE.sync);
  sync.writeSyncStep2(encoder, new Y.Doc());
  socket.send(encoding.toUint8Array(encoder));
}

test("a pad that takes long to come is let be by news of the agenda, and tried at once when the agenda is back", async () => {
  const meetup = new MeetupServer();
  const ana = new Browser(meetup, "ana");
  ana.wire.goUp();
  await deliverAll(meetup, ana);
  const { PadSession } = await import("../../client/notes/replica/pad-session.ts");
  const connection = once(pads, "connection");
  const session = new PadSession("pad-0001", ana.replica, () => undefined);
  const heed = () => session.heed({ isShut: false });
  try {
    await connection;
    await vi.advanceTimersByTimeAsync(2000);
    expect(session.isCutOff).toBe(true);
    heed();
    expect(begun).toBe(1);

    ana.wire.goDown();
    await ana.wait(2000);
    expect(ana.replica.reach).toBe("offline");
    heed();
    expect(begun).toBe(1);
    ana.wire.goUp();
    await deliverAll(meetup, ana);
    heed();
    await expect.poll(() => begun).toBe(2);
  } finally {
    session.close();
    ana.replica.close();
  }
});

test("a pad that comes lets the agenda's connection take its time, and has it tried at once when it is back", async () => {
  const ana = new Browser(new MeetupServer(), "ana");
  const { PadSession } = await import("../../client/notes/replica/pad-session.ts");
  const { server } = await import("../../client/server-connection.ts");
  const reconnect = vi.spyOn(server, "reconnect");
  let connection = once(pads, "connection");
  const session = new PadSession("pad-0001", ana.replica, () => undefined);
  try {
    const [first] = (await connection) as [ServerSocket];
    syncs(first);
    await expect.poll(() => session.pad.isConnected).toBe(true);
    expect(reconnect).not.toHaveBeenCalled();

    connection = once(pads, "connection");
    first.terminate();
    await expect.poll(() => session.pad.isConnected).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    const [second] = (await connection) as [ServerSocket];
    syncs(second);
    await expect.poll(() => session.pad.isConnected).toBe(true);
    expect(reconnect).toHaveBeenCalledOnce();
  } finally {
    session.close();
    ana.replica.close();
  }
});
