import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocketServer, type WebSocket as ServerSocket } from "ws";
import { writePermissionDenied } from "y-protocols/auth";
import * as sync from "y-protocols/sync";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { PadReplica } from "../../client/notes/replica/pad-replica.ts";
import type { KeptRecord, PadStore } from "../../client/notes/replica/pad-store.ts";
import type { SaveState } from "../../client/notes/replica/save-state.ts";
import { PAD_CLOSE, PAD_MESSAGE } from "../../shared/notes/pad-frames.ts";
import { settled } from "./support/meetup-wire.ts";

const MAX_FRAME_BYTES = 1024 * 1024;
const ana = { id: "ana", name: "Ana", color: "#bc4945" };
const ben = { id: "ben", name: "Ben", color: "#bc4945" };

/** The server's side of one connection, which does nothing that it isn't told. */
class Peer {
  /** All that came as edits, in order; never ahead of what it builds on. */
  readonly doc = new Y.Doc();
  readonly frameSizes: number[] = [];
  readonly fences: number[] = [];
  readonly closed: Promise<unknown>;
  /** Whom the page takes its device for. */
  readonly as: string | null;
  readonly #socket: ServerSocket;
  readonly #waiting = new Set<() => void>();

  constructor(socket: ServerSocket, { url }: IncomingMessage, doc: Uint8Array) {
    this.#socket = socket;
    this.as = new URLSearchParams(url?.split("?")[1]).get("as");
    Y.applyUpdate(this.doc, doc);
    this.closed = once(socket, "close");
    socket.on("message", (data) => this.#read(new Uint8Array(data as Buffer)));
  }

  get text(): string {
    return this.doc.getText("markdown").toString();
  }

  /** Asks for what the browser has, and then says what there is. */
  syncs(): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, PAD_MESSAGE.sync);
      sync.writeSyncStep1(encoder, this.doc);
    });
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, PAD_MESSAGE.sync);
      sync.writeSyncStep2(encoder, this.doc);
    });
  }

  answersFence(): void {
    const k = this.fences.shift();
    if (k === undefined) throw new Error("no fence to answer");
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, PAD_MESSAGE.fence);
      encoding.writeVarUint(encoder, k);
    });
  }

  refuses(): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, PAD_MESSAGE.auth);
      writePermissionDenied(encoder, "read-only");
    });
  }

  closes(code: number): void {
    this.#socket.close(code);
  }

  /** Resolves once `ready` holds, looked at whenever something has come. */
  until(ready: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!ready()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #read(frame: Uint8Array): void {
    this.frameSizes.push(frame.length);
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === PAD_MESSAGE.fence) this.fences.push(decoding.readVarUint(decoder));
    if (type === PAD_MESSAGE.sync && decoding.readVarUint(decoder) !== sync.messageYjsSyncStep1) {
      Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder));
      expect(this.doc.store.pendingStructs).toBeNull();
    }
    for (const look of this.#waiting) look();
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    this.#socket.send(encoding.encode(write));
  }
}

let server: WebSocketServer;
let peers: Peer[];
let replica: PadReplica;
let tools: ConstructorParameters<typeof PadReplica>[0];
const waiting = new Set<() => void>();

beforeEach(async () => {
  peers = [];
  server = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: MAX_FRAME_BYTES });
  await once(server, "listening");
  server.on("connection", (socket, request) => {
    // Each connection knows what the one before it had stored.
    const before = peers.at(-1);
    peers.push(new Peer(socket, request, before ? Y.encodeStateAsUpdate(before.doc) : new Uint8Array([0, 0])));
    for (const look of waiting) look();
  });
  const { port } = server.address() as AddressInfo;
  tools = { padId: "pad-00000001", address: `ws://127.0.0.1:${port}/notes`, person: ana };
  replica = new PadReplica(tools);
});

afterEach(async () => {
  replica.close();
  for (const socket of server.clients) socket.terminate();
  server.close();
  await once(server, "close");
});

/** The connection with this number, counted from 0, once it is there. */
async function peer(number: number): Promise<Peer> {
  await new Promise<void>((resolve) => {
    const look = () => peers[number] && (waiting.delete(look), resolve());
    waiting.add(look);
    look();
  });
  return peers[number]!;
}

function says(state: SaveState["state"]): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (replica.save.state !== state) return;
      stop();
      resolve();
    };
    const stop = replica.subscribe(look);
    look();
  });
}

async function opened(): Promise<Peer> {
  const first = await peer(0);
  first.syncs();
  await says("saved");
  return first;
}

describe("a pad's replica", () => {
  test("[W1] says saved when the fence behind the last edit is answered, with one fence at a time", async () => {
    const first = await opened();
    replica.text.insert(0, "a");
    replica.text.insert(1, "b");
    expect(replica.save).toEqual({ state: "saving" });
    await first.until(() => first.fences.length > 0);
    expect(first.text).toBe("ab");
    replica.text.insert(2, "c");
    await first.until(() => first.text === "abc");
    expect(first.fences).toHaveLength(1);
    first.answersFence();
    await first.until(() => first.fences.length > 0);
    expect(replica.save).toEqual({ state: "saving" });
    first.answersFence();
    await says("saved");
  });

  test("[W1] text deleted is an edit to save as well", async () => {
    const first = await opened();
    replica.text.insert(0, "ab");
    await first.until(() => first.fences.length > 0);
    first.answersFence();
    await says("saved");
    replica.text.delete(0, 1);
    expect(replica.save).toEqual({ state: "saving" });
    await first.until(() => first.fences.length > 0);
    expect(first.text).toBe("b");
  });

  test("[W13] after sleep a connection that is dead without having ended is left for a new one, and what was typed is saved", async () => {
    const first = await opened();
    replica.text.insert(0, "typed as the lid closed");
    await first.until(() => first.fences.length > 0);
    // A connection that speaks is kept: nobody types into two.
    replica.wake();
    expect(peers).toHaveLength(1);
    // An hour later the clock has moved, and nothing says that the other end is gone.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    try {
      replica.wake();
      const second = await peer(1);
      second.syncs();
      await second.until(() => second.fences.length > 0);
      expect(second.text).toBe("typed as the lid closed");
      second.answersFence();
      await says("saved");
    } finally {
      vi.useRealTimers();
    }
  });

  test("[W2] what is typed while connecting never runs ahead of what was typed offline", async () => {
    const first = await opened();
    first.closes(1001);
    await first.closed;
    replica.text.insert(0, "offline, ");
    const second = await peer(1);
    expect(replica.save).toEqual({ state: "unsaved", edits: 1, why: "offline", kept: "failed" });
    // The connection stands, but the server has not asked yet.
    await second.until(() => second.frameSizes.length > 0);
    replica.text.insert(9, "and on");
    second.syncs();
    await second.until(() => second.fences.length > 0);
    expect(second.text).toBe("offline, and on");
    second.answersFence();
    await says("saved");
  });

  test("[W2] what is larger than a frame arrives in several", async () => {
    const first = await opened();
    const paste = "0123456789 ünïcødé 👩‍💻\n".repeat(80_000);
    replica.text.insert(0, paste);
    await first.until(() => first.fences.length > 0);
    expect(first.text).toBe(paste);
    first.answersFence();
    await says("saved");
    first.closes(1001);
    await first.closed;
    replica.text.insert(0, paste);
    const second = await peer(1);
    second.syncs();
    await second.until(() => second.fences.length > 0);
    expect(second.text).toBe(paste + paste);
    expect(Math.max(...first.frameSizes, ...second.frameSizes)).toBeLessThan(MAX_FRAME_BYTES);
  });

  test("keeps what it has while the server can't store, and sends it later", async () => {
    const first = await opened();
    replica.text.insert(0, "kept");
    await first.until(() => first.fences.length > 0);
    first.closes(PAD_CLOSE.cannotStore);
    await says("unsaved");
    expect(replica.save).toEqual({ state: "unsaved", edits: 1, why: "cannot-store", kept: "failed" });
    const second = await peer(1);
    second.syncs();
    await second.until(() => second.fences.length > 0);
    second.answersFence();
    await says("saved");
  });

  test("[W4] a refused edit makes it read-only, and it is not called saved", async () => {
    const first = await opened();
    replica.text.insert(0, "no");
    first.refuses();
    await says("read-only");
    expect(replica.save).toEqual({ state: "read-only", edits: 1 });
  });

  test("[W4] what was refused is sent once more when it may be, and is refused or saved then", async () => {
    const first = await opened();
    replica.text.insert(0, "typed as it was locked");
    await first.until(() => first.fences.length > 0);
    first.refuses();
    await says("read-only");
    replica.sendAgain();
    const second = await peer(1);
    second.syncs();
    await second.until(() => second.fences.length > 0);
    second.refuses();
    await says("read-only");
    replica.sendAgain();
    const third = await peer(2);
    third.syncs();
    await third.until(() => third.fences.length > 0);
    expect(third.text).toBe("typed as it was locked");
    third.answersFence();
    await says("saved");
    replica.sendAgain();
    expect(peers).toHaveLength(3);
  });

  test("[W4] edits that the server can't take are kept to copy, and not sent for ever", async () => {
    const first = await opened();
    replica.text.insert(0, "not taken");
    await first.until(() => first.fences.length > 0);
    first.closes(PAD_CLOSE.refused);
    await says("read-only");
    expect(replica.text.toString()).toBe("not taken");
    replica.reconnect();
    expect(peers).toHaveLength(1);
  });

  test("[W7] another person on the same page writes as themselves, under another client id", async () => {
    const first = await opened();
    replica.text.insert(0, "ana");
    await first.until(() => first.fences.length > 0);
    first.answersFence();
    await says("saved");
    expect(replica.introduce(ben)).toBe(true);
    const second = await peer(1);
    second.syncs();
    await says("saved");
    replica.text.insert(3, " ben");
    await second.until(() => second.fences.length > 0);
    expect([first.as, second.as]).toEqual(["ana", "ben"]);
    expect(second.text).toBe("ana ben");
    expect(Y.decodeStateVector(Y.encodeStateVector(second.doc)).size).toBe(2);
    expect(replica.people.map(({ name }) => name)).toEqual(["Ben"]);
  });

  test("[W7] as long as edits of one person aren't saved the page is nobody else's", async () => {
    const first = await opened();
    replica.text.insert(0, "ana");
    expect([replica.introduce(ben), replica.introduce(null)]).toEqual([false, false]);
    await first.until(() => first.fences.length > 0);
    expect(replica.people.map(({ name }) => name)).toEqual(["Ana"]);
    replica.reconnect();
    const second = await peer(1);
    second.syncs();
    await second.until(() => second.fences.length > 0);
    second.answersFence();
    await says("saved");
    expect(second.as).toBe("ana");
    expect(replica.introduce(ben)).toBe(true);
  });

  test("[W7] what another person writes then is kept for them on this device, and nobody is taken for another before it was looked", async () => {
    const kept: KeptRecord[] = [];
    let looks: () => void = () => undefined;
    const store: PadStore = {
      read: async () => {
        await new Promise<void>((resolve) => (looks = resolve));
        return [];
      },
      write: async (add) => add.map((record) => kept.push(record)),
    };
    replica.close();
    replica = new PadReplica({ ...tools, store: Promise.resolve(store) });
    await settled();
    expect(replica.introduce(ben)).toBe(false);
    looks();
    await opened();
    expect(replica.introduce(ben)).toBe(true);
    const second = await peer(1);
    second.syncs();
    await says("saved");
    replica.text.insert(0, "ben");
    await second.until(() => second.fences.length > 0);
    expect(kept.filter(({ kind }) => kind === "edits").map(({ personId }) => personId)).toEqual(["ben"]);
  });

  test("[W7] what this device has kept for somebody is sent as they come to a page that is open already", async () => {
    const before = new Y.Doc();
    before.getText("markdown").insert(0, "from last time");
    const updates = [Y.encodeStateAsUpdate(before)];
    const left: KeptRecord = { padId: tools.padId, personId: "ben", kind: "edits", updates, edits: 1, at: 0 };
    const store: PadStore = {
      read: async (_padId, personId) => (personId === "ben" ? [{ key: 1, record: left }] : []),
      write: async (add) => add.map((_record, at) => at + 2),
    };
    replica.close();
    replica = new PadReplica({ ...tools, person: null, store: Promise.resolve(store) });
    await opened();
    expect(replica.text.toString()).toBe("");
    expect(replica.introduce(ben)).toBe(true);
    const second = await peer(1);
    second.syncs();
    await second.until(() => second.text === "from last time" && second.fences.length > 0);
    expect([replica.text.toString(), replica.hasUnsaved]).toEqual(["from last time", true]);
    second.answersFence();
    await says("saved");
  });

  test("[N52] what a device takes long to find is shown and sent once it is found, and what is written until then is kept", async () => {
    const before = new Y.Doc();
    before.getText("markdown").insert(0, "long ago. ");
    const updates = [Y.encodeStateAsUpdate(before)];
    const left: KeptRecord = { padId: tools.padId, personId: "ana", kind: "edits", updates, edits: 1, at: 0 };
    const kept: KeptRecord[] = [];
    const store: PadStore = {
      read: async () => [{ key: 1, record: left }],
      write: async (add) => add.map((record) => 1 + kept.push(record)),
    };
    const opening = Promise.withResolvers<PadStore>();
    replica.close();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    replica = new PadReplica({ ...tools, store: opening.promise });
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    const first = await opened();
    replica.text.insert(0, "meanwhile. ");
    await first.until(() => first.fences.length > 0);
    expect(replica.isKeptNowhere).toBe(true);

    opening.resolve(store);
    await first.until(() => first.text.includes("long ago. "));
    expect(replica.text.toString().length).toBe("long ago. meanwhile. ".length);
    expect(replica.isAtRisk).toBe(false);
    expect(kept.filter(({ kind }) => kind === "edits").map(({ edits }) => edits)).toEqual([1]);
    first.answersFence();
    await first.until(() => first.fences.length > 0);
    expect(replica.save).toEqual({ state: "saving" });
    first.answersFence();
    await says("saved");
  });

  test.each([
    [PAD_CLOSE.undecodable, "not-understood"],
    [PAD_CLOSE.unknownPad, "unknown-pad"],
    [PAD_CLOSE.removedPerson, "removed"],
  ])("[W5] closed with %i it is not open and stays away", async (code, why) => {
    const first = await peer(0);
    first.closes(code);
    await says("error");
    expect(replica.save).toEqual({ state: "error", why, edits: 0 });
    expect(replica.isLoaded).toBe(false);
    replica.reconnect();
    expect(peers).toHaveLength(1);
  });
});
