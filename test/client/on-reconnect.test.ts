import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PadReplica } from "../../client/notes/replica/pad-replica.ts";
import { OPENING_MS } from "../../client/notes/replica/pad-wire.ts";
import { LiveConnection } from "../../client/live-connection.ts";
import { onReconnect } from "../../client/on-reconnect.ts";

/** What a page has of its window and document. */
const win = new EventTarget();
const page = Object.assign(new EventTarget(), { visibilityState: "visible" });

/** A network that takes connections and never answers, as some do on the way in and out of a hall. */
let network: Server;
let address: string;
const sockets: Socket[] = [];

beforeEach(async () => {
  network = createServer((socket) => {
    socket.on("error", () => undefined);
    sockets.push(socket);
  }).listen(0, "127.0.0.1");
  await once(network, "listening");
  address = `127.0.0.1:${(network.address() as AddressInfo).port}`;
  vi.stubGlobal("document", page);
  vi.stubGlobal("location", { protocol: "http:", host: address, hostname: "127.0.0.1", port: address.split(":")[1] });
  for (const name of ["addEventListener", "removeEventListener"] as const) vi.stubGlobal(name, win[name].bind(win));
  // Nothing is tried again merely because time passes.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  page.visibilityState = "visible";
  for (const socket of sockets.splice(0)) socket.destroy();
  network.close();
  await once(network, "close");
});

test("a device is back with its network and when the page is looked at again, not while nobody looks", () => {
  let times = 0;
  const stop = onReconnect(() => (times += 1));
  win.dispatchEvent(new Event("online"));
  expect(times).toBe(1);
  page.visibilityState = "hidden";
  for (const target of [win, page]) target.dispatchEvent(new Event(target === win ? "online" : "visibilitychange"));
  expect(times).toBe(1);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  expect(times).toBe(2);
  // A page that was merely loaded is not back; one from the browser's memory is.
  win.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
  expect(times).toBe(2);
  win.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  expect(times).toBe(3);
  stop();
  win.dispatchEvent(new Event("online"));
  expect(times).toBe(3);
});

test("[W13] when the network is back, an attempt of the live connection that hangs is left for a new one at once", async () => {
  const connection = new LiveConnection();
  const nothing = () => undefined;
  const heard = once(network, "connection");
  const stop = connection.listen({
    connected: nothing,
    disconnected: nothing,
    changes: nothing,
    me: nothing,
    presence: nothing,
  });
  await heard;
  const anew = once(network, "connection");
  win.dispatchEvent(new Event("online"));
  await anew;
  stop();
});

test("[W13] notes give up an attempt that hangs, and try again", async () => {
  const heard = once(network, "connection");
  const pad = new PadReplica({ padId: "pad-00000001", address: `ws://${address}/notes`, person: null });
  await heard;
  const anew = once(network, "connection");
  vi.advanceTimersByTime(OPENING_MS);
  // The browser says in a task of its own that the attempt is over; the next comes after a pause.
  await once(sockets[0]!, "close");
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
  vi.advanceTimersByTime(OPENING_MS / 2);
  await anew;
  pad.close();
});
