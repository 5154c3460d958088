import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gunzipSync } from "node:zlib";
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import { LivePads } from "../../server/notes/live-pads.ts";
import { PadEncodings } from "../../server/notes/answers/pad-encodings.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { OneATurn } from "../../server/turns/one-a-turn.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { StoreUnavailableError } from "../../server/store/log-store.ts";
import { Line } from "../faults/simulation/line.ts";
import { ToldTime } from "../faults/simulation/told-time.ts";
import { bytesOf, frameOf } from "../faults/support/pad-bytes.ts";
import { seededChance } from "../together/support/seeded-chance.ts";

const PAD = "pad-00000001";
const IDLE_MS = 30_000;
const FENCE = 4;

let time: ToldTime;
let store: InMemoryLogStore;
let tools: ConstructorParameters<typeof LivePads>[0];
let pads: LivePads;
let ana: Editor;

beforeEach(async () => {
  time = new ToldTime(seededChance(1));
  store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream(PAD), entries: [seedEntry("", 0)], after: 0 }] });
  const access = { check: async () => "write" as const, endsOf: async () => [] };
  const report = (where: string, error: unknown) => {
    throw new Error(`${where}: ${String(error)}`);
  };
  const ofPads = { store, clock: time, timers: time, idleMs: IDLE_MS, access, report, onFirstEdit: () => undefined };
  // Two pieces a turn: what is made here is large.
  tools = { ...ofPads, turnStructs: 2 };
  pads = new LivePads(tools);
  ana = await Editor.in("ana");
  ana.asks();
  await settled();
  for (let n = 0; n < 20; n += 1) ana.types(0, "x");
  await settled();
});

afterEach(async () => {
  store.release();
  await pads.close();
  await store.close();
});

/** Somebody with a document, on a connection of their own. */
class Editor {
  readonly doc = new Y.Doc();
  readonly line: Line;
  readonly #heard: string[] = [];
  #at = 0;

  private constructor(id: string) {
    this.line = new Line({ id, name: id, color: "#bc4945" }, () => undefined);
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") this.#sends(frameOf(0, 2, update));
    });
  }

  static async in(id: string, all = pads): Promise<Editor> {
    const editor = new Editor(id);
    const pad = await all.join(PAD, editor.line);
    if ("code" in pad) throw new Error(pad.reason);
    editor.line.joined(pad);
    return editor;
  }

  /** What came, in its order: answers, edits and by whom they insert, fences. */
  get heard(): readonly string[] {
    this.#read();
    return this.#heard;
  }

  get text(): string {
    this.#read();
    return this.doc.getText("markdown").toJSON();
  }

  asks(vector = Y.encodeStateVector(this.doc)): void {
    this.#sends(frameOf(0, 0, vector));
  }

  types(at: number, text: string): void {
    this.doc.getText("markdown").insert(at, text);
  }

  removes(at: number, length: number): void {
    this.#read();
    this.doc.getText("markdown").delete(at, length);
  }

  /** That it is a page, which has so many of the pad's edits. */
  says(edits: number): void {
    this.#sends(bytesOf(5, 1, edits));
  }

  fences(): void {
    this.#sends(bytesOf(FENCE, 1));
  }

  leaves(): void {
    this.line.noticed();
  }

  /** Takes what has come, and checks that nothing came before what it depends on. */
  #read(): void {
    const fresh = this.line.toEditor.slice(this.#at);
    this.#at += fresh.length;
    for (const message of fresh) {
      const decoder = decoding.createDecoder(message);
      const type = decoding.readVarUint(decoder);
      if (type === FENCE) this.#heard.push("fence");
      if (type !== 0) continue;
      const kind = decoding.readVarUint(decoder);
      if (kind === 0) continue;
      const update = decoding.readVarUint8Array(decoder);
      Y.applyUpdate(this.doc, update, "server");
      const { pendingStructs, pendingDs } = this.doc.store;
      expect([pendingStructs, pendingDs]).toEqual([null, null]);
      this.#heard.push(kind === 1 ? "answer" : `edit ${[...Y.parseUpdateMeta(update).to.keys()].join()}`);
    }
  }

  #sends(message: Uint8Array): void {
    this.line.toServer.push(message);
    this.line.deliver();
  }
}

/** All that needs time or the store goes on until it has come to an end, or waits for the store. */
async function settled(): Promise<void> {
  for (let left = 60; left > 0; left -= 1) await goesOn();
}

async function settledUntil(isSo: () => boolean): Promise<void> {
  for (let left = 1000; left > 0 && !isSo(); left -= 1) await goesOn();
  expect(isSo()).toBe(true);
}

/** A turn or a few of what is being encoded. */
async function goesOn(): Promise<void> {
  time.passes(5);
  await turn();
}

const answersIn = (editor: Editor) => editor.heard.filter((each) => each === "answer").length;

test("[N42] whoever asks for a large pad gets one answer, what was written meanwhile behind it, and fences in their place", async () => {
  const ben = await Editor.in("ben");
  ben.asks();
  ben.fences();
  ben.asks();
  await goesOn();
  ana.types(0, "meanwhile ");
  ana.removes(14, 3);
  ana.fences();
  await settledUntil(() => ana.heard.includes("fence"));
  expect(ben.heard).toEqual([]);
  await settled();
  expect(ben.text).toBe(ana.text);
  const edit = `edit ${ana.doc.clientID}`;
  expect(ben.heard).toEqual(["answer", "fence", edit, "edit "]);
  ana.types(0, "then ");
  await settled();
  expect(ben.text).toBe(ana.text);
  expect(answersIn(ben)).toBe(1);
});

test("[N42] who asks the same while it is being made shares the answer, and isn't sent what they wrote themselves", async () => {
  const [ben, cyd] = [await Editor.in("ben"), await Editor.in("cyd")];
  ben.asks();
  await goesOn();
  cyd.types(0, "by cyd ");
  ana.types(0, "by ana ");
  cyd.fences();
  await settledUntil(() => cyd.heard.includes("fence"));
  cyd.asks(Y.encodeStateVector(new Y.Doc()));
  await settledUntil(() => answersIn(ben) === 1);
  expect(cyd.heard).toEqual(["fence", "answer", `edit ${ana.doc.clientID}`]);
  await settled();
  expect([ben.text, cyd.text]).toEqual([ana.text, ana.text]);
});

test("[N42] an answer is given to nobody who asks the same once others have written", async () => {
  const ben = await Editor.in("ben");
  ben.asks();
  await goesOn();
  ana.types(0, "meanwhile ");
  ana.removes(14, 3);
  await settledUntil(() => answersIn(ben) === 1);
  for (const id of ["cyd", "dan"]) {
    const later = await Editor.in(id);
    later.asks();
    await settledUntil(() => answersIn(later) === 1);
    expect(later.text).toBe(ana.text);
    ana.types(0, "then ");
    await settled();
  }
});

test("[N42] who leaves takes nobody else's answer with them, nor that of who asks the same later", async () => {
  const [ben, cyd] = [await Editor.in("ben"), await Editor.in("cyd")];
  for (const editor of [ben, cyd]) editor.asks();
  await goesOn();
  ben.leaves();
  await settledUntil(() => answersIn(cyd) === 1);
  expect(cyd.text).toBe(ana.text);
  ana.types(0, "then ");
  await settled();
  const dan = await Editor.in("dan");
  dan.asks();
  await goesOn();
  dan.leaves();
  const eve = await Editor.in("eve");
  eve.asks();
  await settledUntil(() => answersIn(eve) === 1);
  expect(eve.text).toBe(ana.text);
});

test("[N40] [N42] who asks otherwise while an answer is made, or soon after a costly one, gets one answer", async () => {
  const ben = await Editor.in("ben");
  const otherwise = Y.encodeStateVector(new Map([[ana.doc.clientID, 5]]));
  ben.asks();
  await goesOn();
  ben.asks(otherwise);
  await settledUntil(() => answersIn(ben) === 1);
  ben.asks(otherwise);
  await settled();
  expect(answersIn(ben)).toBe(1);
  time.passes(60_000);
  ben.asks(otherwise);
  await settled();
  expect(answersIn(ben)).toBe(2);
  expect(ben.text).toBe(ana.text);
});

test("[N1] [N42] an answer that passed deletions while they were being written waits until they are durable", async () => {
  const ben = await Editor.in("ben");
  ben.asks();
  store.hold();
  ana.removes(0, 20);
  await settled();
  expect(ben.heard).toEqual([]);
  store.release();
  await settled();
  expect(ben.text).toBe(ana.text);
});

test("[N42] nothing goes on for who has left, and whoever comes then is answered; the pad leaves memory once unused", async () => {
  const cyd = await Editor.in("cyd");
  for (let n = 1; n <= 18; n += 1) {
    const ben = await Editor.in("ben");
    ben.asks(Y.encodeStateVector(new Map([[ana.doc.clientID, n]])));
    ben.leaves();
  }
  cyd.asks();
  await settled();
  expect(cyd.text).toBe(ana.text);
  cyd.leaves();
  ana.leaves();
  time.passes(IDLE_MS + 1000);
  await settled();
  expect(pads.size).toBe(0);
});

test("[N13] [N42] an unused pad is kept as long as somebody waits for what is made of it", async () => {
  const hasty = new LivePads({ ...tools, idleMs: 2 });
  const fetching = hasty.snapshotOf(PAD);
  await settled();
  expect((await fetching).edits).toBe(21);
  time.passes(1000);
  expect(hasty.size).toBe(0);
});

test("[N42] what nobody waits for any more isn't made first", async () => {
  const state = await PadState.read(store, PAD);
  const turns = new OneATurn({ timers: time });
  const ready: string[] = [];
  const onReady = () => encodings.handOut();
  const encodings: PadEncodings = new PadEncodings({ state, timers: time, turns, turnStructs: 2, onReady });
  const abort = new AbortController();
  for (const [name, signal] of Object.entries({ left: abort.signal, here: undefined })) {
    const made = encodings.encode({ known: new Map(), version: "V1", ...(signal && { signal }) });
    void Promise.resolve(made).then(() => ready.push(name));
  }
  await goesOn();
  abort.abort();
  await settled();
  expect(ready).toEqual(["here"]);
  expect(encodings.isIdle).toBe(true);
});

test("[N32] [N42] a snapshot of a large pad takes its turns too, once for all who ask, and what was written meanwhile follows", async () => {
  const fetching = Promise.all([pads.snapshotOf(PAD), pads.snapshotOf(PAD)]);
  await goesOn();
  ana.types(0, "meanwhile ");
  ana.removes(14, 3);
  await settled();
  const [one, other] = await fetching;
  expect(other.bytes).toBe(one.bytes);
  const ben = await Editor.in("ben");
  Y.applyUpdateV2(ben.doc, gunzipSync(one.bytes), "server");
  ben.says(one.edits);
  ben.asks();
  await settled();
  expect(ben.text).toBe(ana.text);
});

test("[N42] whoever waits for a pad that ends is told so", async () => {
  const fetching = pads.snapshotOf(PAD);
  const told = expect(fetching).rejects.toThrow(StoreUnavailableError);
  const ben = await Editor.in("ben");
  ben.asks();
  await goesOn();
  pads.drop([PAD]);
  await told;
  expect(ben.line.closed).toBe(PAD_CLOSE.unknownPad);
  await settled();
  expect(ben.heard).toEqual([]);
});

test("[N5] [N18] who waits for a commit, or wants another text, when a pad ends is told so", async () => {
  const wish = {
    personId: "ben",
    client: 77,
    record: { op: "put", kind: "restore", key: "one", value: "" } as const,
    changesOf: () => new Promise<never>(() => undefined),
  };
  const rewriting = expect(pads.rewrite(PAD, wish)).rejects.toThrow(StoreUnavailableError);
  await settled();
  store.hold();
  ana.types(0, "being written");
  await settled();
  const fetching = expect(pads.snapshotOf(PAD)).rejects.toThrow(StoreUnavailableError);
  await turn();
  pads.drop([PAD]);
  await Promise.all([rewriting, fetching]);
  expect(ana.line.closed).toBe(PAD_CLOSE.unknownPad);
});

test("[I2] what waits of who turns out to be somebody else isn't written before their page brings it", async () => {
  const ids = new Map<string, string>();
  const idNow = (id: string) => ids.get(id) ?? id;
  const others = new LivePads({ ...tools, idNow });
  const [writing, bea] = [await Editor.in("ana", others), await Editor.in("bea", others)];
  for (const editor of [writing, bea]) editor.asks();
  await settled();
  expect(writing.text).toBe("x".repeat(20));
  store.hold();
  writing.types(0, "one ");
  await goesOn();
  writing.types(0, "two ");
  ids.set("ana", "ann");
  await others.replace("ana");
  store.release();
  await settled();
  expect(writing.line.closed).toBe(PAD_CLOSE.otherPerson);
  expect(bea.text).toMatch(/^one x/u);
  await others.close();
});
