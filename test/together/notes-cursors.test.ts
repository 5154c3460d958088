/** Where others are, as our page is told it, beside an unmodified provider. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { PadReplica } from "../../client/notes/replica/pad-replica.ts";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, type Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let ana: Visitor;
let bo: Visitor;
let cyd: Visitor;
let slug: string;
let writer: PadWriter;
let other: PadWriter;
let page: PadReplica;
/** What the page was told of presence, message by message. */
let told: Uint8Array[];

beforeAll(async () => {
  server = await sharedServer();
  [ana, bo, cyd] = await Promise.all([named(server.url, "Ana"), named(server.url, "Bo"), named(server.url, "Cyd")]);
  ({ slug } = await ana.makesMeetup());
});
beforeEach(async () => {
  const padId = await ana.makesPad(slug);
  told = [];
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { Cookie: bo.cookie! } });
      this.on("message", (data: ArrayBuffer) => {
        const message = new Uint8Array(data);
        if (message[0] === 5 && message[1] === 3) told.push(message);
      });
    }
  }
  page = new PadReplica({
    padId,
    address: `${server.url.replace("http", "ws")}/notes`,
    person: { id: bo.id, name: "Bo", color: "#bc4945" },
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
  });
  writer = new PadWriter(ana, padId);
  other = new PadWriter(cyd, padId);
  await Promise.all([writer.synced(), other.synced(), loaded()]);
  writer.types("Somewhere to be.");
  await writer.saved();
});
afterEach(() => {
  for (const each of [page, writer, other]) each.close();
});

function loaded(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => page.isLoaded && (stop(), resolve());
    const stop = page.subscribe(look);
    look();
  });
}

/** Resolves when, in this awareness, Ana's state is so. */
function sees(awareness: Awareness, isSo: (state: Record<string, unknown> | undefined) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo(awareness.getStates().get(writer.doc.clientID))) return;
      awareness.off("change", look);
      resolve();
    };
    awareness.on("change", look);
    look();
  });
}

function place(index: number): unknown {
  return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(writer.text, index));
}

/** Ana's cursor, and that the page and an unmodified provider come to see exactly it. */
async function moves(cursor: unknown): Promise<void> {
  const { awareness } = writer.provider;
  awareness.setLocalStateField("cursor", cursor);
  const isIt = (state: Record<string, unknown> | undefined) =>
    JSON.stringify(state?.["cursor"]) === JSON.stringify(cursor);
  await Promise.all([sees(page.awareness, isIt), sees(other.provider.awareness, isIt)]);
  const [seen, seenByOther] = [page.awareness, other.provider.awareness].map((each) =>
    each.getStates().get(writer.doc.clientID),
  );
  expect(seen).toEqual(seenByOther);
}

test("[N33] a page sees what an unmodified provider sees, each move in a few bytes once it knows who moves", async () => {
  writer.provider.awareness.setLocalStateField("user", { name: "Made up" });
  await moves({ anchor: place(3), head: place(3) });
  expect(page.people.map(({ name }) => name)).toContain("Ana");
  told = [];
  await moves({ anchor: place(5), head: place(5) });
  await moves({ anchor: place(2), head: place(7) });
  await moves({ anchor: place(writer.text.length), head: place(writer.text.length) });
  await moves(null);
  expect(Math.max(...told.map(({ length }) => length))).toBeLessThan(35);
  expect(told.some((message) => String(message).includes(String(Buffer.from("Ana"))))).toBe(false);
});

test("[N33] what the few bytes can't say comes whole: other fields, other shapes, who leaves", async () => {
  await moves({ anchor: place(3), head: place(3) });
  await moves({ anchor: "made", head: ["up"] });
  await moves({ anchor: place(1), head: place(1), more: 1 });
  writer.provider.awareness.setLocalStateField("status", "away");
  await sees(page.awareness, (state) => state?.["status"] === "away");
  await moves({ anchor: place(4), head: place(4) });
  writer.provider.awareness.setLocalState(null);
  await Promise.all([
    sees(page.awareness, (state) => state === undefined),
    sees(other.provider.awareness, (state) => state === undefined),
  ]);
});

test("[N33] whoever comes back with what everyone had forgotten is seen when they next move", async () => {
  await moves({ anchor: place(3), head: place(3) });
  writer.provider.disconnect();
  await sees(page.awareness, (state) => state === undefined);
  writer.provider.connect();
  await writer.synced();
  await moves({ anchor: place(4), head: place(4) });
  expect(page.people.map(({ name }) => name)).toContain("Ana");
});
