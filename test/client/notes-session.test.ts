import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocketServer, type WebSocket as ServerSocket } from "ws";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
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

test("[N44] a page in a crowd says once which colour its person has, whoever comes and goes, and whatever is saved", async () => {
  const ana = new Browser(new MeetupServer(), "ana");
  const { PadSession } = await import("../../client/notes/replica/pad-session.ts");
  const connection = once(pads, "connection");
  const session = new PadSession("pad-0001", ana.replica, () => undefined);
  const others = Array.from({ length: 20 }, () => new Awareness(new Y.Doc()));
  /** How often the page has said something new of its person. */
  const said = new Set<number>();
  try {
    const [socket] = (await connection) as [ServerSocket];
    const seen = new Awareness(new Y.Doc());
    const mine = () => seen.getStates().get(session.pad.doc.clientID);
    socket.on("message", (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data));
      if (decoding.readVarUint(decoder) !== PAD_MESSAGE.awareness) return;
      applyAwarenessUpdate(seen, decoding.readVarUint8Array(decoder), "page");
      if (mine()?.["color"]) said.add(seen.meta.get(session.pad.doc.clientID)!.clock);
    });
    const tell = (awareness: Awareness, state: object | null) => {
      awareness.setLocalState(state as Record<string, unknown> | null);
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, PAD_MESSAGE.awareness);
      encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]));
      socket.send(encoding.toUint8Array(encoder));
    };
    const state = (at: number) => ({ user: { id: `${at}`, name: `Person ${at}`, color: "" }, color: 1 + (at % 12) });
    syncs(socket);
    for (const [at, other] of others.entries()) tell(other, state(at));
    await expect.poll(() => session.people.length).toBe(21);
    await vi.advanceTimersByTimeAsync(1000);
    await expect.poll(() => said.size).toBe(1);

    for (const [at, other] of others.entries()) {
      if (at < 3) tell(other, null);
      session.pad.text.insert(0, "a");
      await expect.poll(() => session.people.length).toBe(20 - Math.min(at, 2));
      await vi.advanceTimersByTimeAsync(1000);
    }
    session.pad.awareness.setLocalStateField("cursor", 1);
    await expect.poll(() => mine()?.["cursor"]).toBe(1);
    expect(said.size).toBe(2);
    seen.destroy();
  } finally {
    for (const other of others) other.destroy();
    session.close();
    ana.replica.close();
  }
});
