/** How our page opens a pad: a snapshot over HTTP, then the connection. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { FetchedSnapshot } from "../../client/notes/replica/fetch-snapshot.ts";
import { pageFrame } from "../../client/notes/replica/page-news.ts";
import { PadReplica } from "../../client/notes/replica/pad-replica.ts";
import type { KeptRecord, PadStore } from "../../client/notes/replica/pad-store.ts";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let ana: Visitor;
let bo: Visitor;
let slug: string;
let padId: string;
let writer: PadWriter;

beforeAll(async () => {
  server = await sharedServer();
  ana = await named(server.url, "Ana");
  bo = await named(server.url, "Bo");
  ({ slug } = await ana.makesMeetup());
});
beforeEach(async () => {
  padId = await ana.makesPad(slug);
  writer = new PadWriter(ana, padId);
  await writer.synced();
});

async function snapshot(headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/api/meetups/${slug}/pads/${padId}/snapshot`, { headers });
}

async function fetched(): Promise<FetchedSnapshot> {
  const response = await snapshot();
  return { edits: Number(response.headers.get("Pad-Edits")), update: new Uint8Array(await response.arrayBuffer()) };
}

/** Bo's page, with what it sends on the way. */
function open(tools: Pick<ConstructorParameters<typeof PadReplica>[0], "snapshot" | "store">) {
  const sent: string[] = [];
  let opened: () => void;
  const isOpen = new Promise<void>((resolve) => (opened = resolve));
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { Cookie: bo.cookie! } });
      this.once("open", () => opened());
    }

    override send(data: Uint8Array): void {
      sent.push(String(data));
      super.send(data);
    }
  }
  const replica = new PadReplica({
    padId,
    address: `${server.url.replace("http", "ws")}/notes`,
    person: { id: bo.id, name: "Bo", color: "#bc4945" },
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    ...tools,
  });
  const is = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => isSo() && (stop(), resolve());
      const stop = replica.subscribe(look);
      look();
    });
  return { replica, sent, is, isOpen };
}

test("[N32] a snapshot is the pad's text, tagged, and comes packed or not", async () => {
  writer.types("Packed.");
  await writer.saved();
  const packed = await snapshot();
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  const plain = await snapshot({ "Accept-Encoding": "identity" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  for (const response of [packed, plain]) {
    expect(response.headers.get("vary")).toContain("Accept-Encoding");
    const doc = new Y.Doc();
    Y.applyUpdateV2(doc, new Uint8Array(await response.arrayBuffer()));
    expect(doc.getText("markdown").toJSON()).toBe(writer.text.toJSON());
  }
  expect((await snapshot({ "If-None-Match": packed.headers.get("etag")! })).status).toBe(304);
  const elsewhere = await bo.makesMeetup();
  expect((await bo.get(`/api/meetups/${elsewhere.slug}/pads/${padId}/snapshot`)).status).toBe(404);
  writer.close();
});

test("[N32] [W5] a page shows a fetched text only once the connection has brought the rest, and repeats nothing of it", async () => {
  writer.types("Early. ");
  await writer.saved();
  let shown = "";
  const { replica, sent, is } = open({
    snapshot: async () => {
      const early = await fetched();
      writer.types("Late. ");
      writer.text.delete(0, 1);
      await writer.saved();
      shown = writer.text.toJSON();
      return early;
    },
  });
  replica.text.observe(() => expect(replica.isLoaded || !replica.isConnected).toBe(true));
  await is(() => replica.isLoaded);
  expect(replica.text.toJSON()).toBe(shown);
  expect(sent).toContain(String(Uint8Array.of(0, 1, 2, 0, 0)));
  // From then on it is a page like any other.
  replica.text.insert(0, "Bo. ");
  await is(() => replica.save.state === "saved");
  await writer.reads("Bo. ");
  replica.close();
  writer.close();
});

test("[N32] the connection opens while the text is fetched, and nothing is said over it before that is there", async () => {
  writer.types("Early. ");
  await writer.saved();
  const early = await fetched();
  let saidBefore: string[] | undefined;
  const { replica, sent, is, isOpen } = open({
    snapshot: async () => {
      await isOpen;
      writer.types("Late. ");
      await writer.saved();
      saidBefore = [...sent];
      return early;
    },
  });
  await is(() => replica.isLoaded);
  expect(replica.text.toJSON()).toBe(writer.text.toJSON());
  expect(saidBefore).toEqual([]);
  expect(sent[0]).toBe(String(pageFrame(early.edits)));
  replica.close();
  writer.close();
});

test("[N32] without a snapshot a page opens as ever", async () => {
  writer.types("As ever.");
  await writer.saved();
  const { replica, is } = open({ snapshot: () => Promise.reject(new Error("no way through")) });
  await is(() => replica.isLoaded);
  expect(replica.text.toJSON()).toBe(writer.text.toJSON());
  replica.close();
  writer.close();
});

test("[N32] [W6] what this device keeps comes first: nothing is fetched, and what was never sent is sent", async () => {
  const offline = new Y.Doc();
  offline.getText("markdown").insert(0, "Typed offline. ");
  const record: KeptRecord = {
    padId,
    personId: bo.id,
    kind: "edits",
    updates: [Y.encodeStateAsUpdate(offline)],
    edits: 1,
    at: 0,
  };
  let key = 1;
  const store: PadStore = {
    read: async () => [{ key, record }],
    write: async (add) => add.map(() => (key += 1)),
  };
  let asked = 0;
  const { replica, is } = open({
    store: Promise.resolve(store),
    snapshot: async () => {
      asked += 1;
      return fetched();
    },
  });
  await is(() => replica.save.state === "saved" && replica.isConnected);
  expect(asked).toBe(0);
  await writer.reads("Typed offline. ");
  replica.close();
  writer.close();
});
