import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterEvent,
  isAtRisk,
  needsFence,
  NOTHING_YET,
  saveStateOf,
  type SaveEvent,
  type SaveFacts,
} from "../../client/notes/replica/save-state.ts";

const opened = after(NOTHING_YET, { type: "connected" });

function after(facts: SaveFacts, ...events: SaveEvent[]): SaveFacts {
  return events.reduce(afterEvent, facts);
}

describe("the word about saving", () => {
  test("is loading until the text has arrived, and says when the server can't be reached", () => {
    expect(saveStateOf(NOTHING_YET)).toEqual({ state: "loading", isReachable: true });
    const failed = after(NOTHING_YET, { type: "disconnected", cannotStore: false });
    expect(saveStateOf(failed)).toEqual({ state: "loading", isReachable: false });
    expect(saveStateOf(opened)).toEqual({ state: "saved" });
  });

  test("is saving from the first edit to the answer of a fence behind the last", () => {
    const edited = after(opened, { type: "edited" }, { type: "fence-sent", k: 1 }, { type: "edited" });
    expect(saveStateOf(edited)).toEqual({ state: "saving" });
    const first = after(edited, { type: "fence-answered", k: 1 });
    expect(saveStateOf(first)).toEqual({ state: "saving" });
    expect(needsFence(first)).toBe(true);
    const second = after(first, { type: "fence-sent", k: 2 }, { type: "fence-answered", k: 2 });
    expect(saveStateOf(second)).toEqual({ state: "saved" });
  });

  test("counts what is not saved while offline, and a fence of the lost connection saves nothing", () => {
    const lost = after(
      opened,
      { type: "edited" },
      { type: "fence-sent", k: 1 },
      { type: "disconnected", cannotStore: false },
      { type: "edited" },
      { type: "fence-answered", k: 1 },
    );
    expect(saveStateOf(lost)).toEqual({ state: "unsaved", edits: 2, why: "offline", kept: "not-yet" });
    const back = after(lost, { type: "connected" });
    expect(saveStateOf(back)).toEqual({ state: "saving" });
    expect(needsFence(back)).toBe(true);
  });

  test("says when it is the server that can't store", () => {
    const refused = after(opened, { type: "edited" }, { type: "disconnected", cannotStore: true });
    expect(saveStateOf(refused)).toEqual({ state: "unsaved", edits: 1, why: "cannot-store", kept: "not-yet" });
  });

  test("says that it is not saved when a fence takes long, until it is answered", () => {
    const late = after(opened, { type: "edited" }, { type: "fence-sent", k: 1 }, { type: "fence-late", k: 1 });
    expect(saveStateOf(late)).toEqual({ state: "unsaved", edits: 1, why: "slow", kept: "not-yet" });
    expect(saveStateOf(after(late, { type: "fence-answered", k: 1 }))).toEqual({ state: "saved" });
  });

  test("says whether this device has kept what is not saved, and that it could not", () => {
    const lost = after(opened, { type: "disconnected", cannotStore: false }, { type: "edited" }, { type: "edited" });
    const half = after(lost, { type: "kept", edits: 1 });
    expect(saveStateOf(half)).toMatchObject({ edits: 2, kept: "not-yet" });
    expect(isAtRisk(half)).toBe(true);
    expect(saveStateOf(after(half, { type: "keep-failed" }))).toMatchObject({ edits: 2, kept: "failed" });
    const kept = after(half, { type: "keep-failed" }, { type: "kept", edits: 2 });
    expect(saveStateOf(kept)).toMatchObject({ edits: 2, kept: "kept" });
    expect(isAtRisk(kept)).toBe(false);
    expect(saveStateOf(after(kept, { type: "edited" }))).toMatchObject({ edits: 3, kept: "not-yet" });
  });

  test("a copy from an earlier page is shown as that, with what the server has not answered for", () => {
    const clean = after(NOTHING_YET, { type: "restored", edits: 0 });
    expect(saveStateOf(clean)).toEqual({ state: "kept-copy", isReachable: true });
    const restored = after(NOTHING_YET, { type: "restored", edits: 3 });
    expect(saveStateOf(restored)).toEqual({ state: "unsaved", edits: 3, why: "offline", kept: "kept" });
    expect(needsFence(after(restored, { type: "connected" }))).toBe(true);
  });

  test("a refused edit makes the pad read-only and is never called saved", () => {
    const refused = after(opened, { type: "edited" }, { type: "fence-sent", k: 1 }, { type: "refused" });
    expect(saveStateOf(after(refused, { type: "fence-answered", k: 1 }))).toEqual({ state: "read-only", edits: 1 });
  });
});

const event = fc.oneof(
  { weight: 4, arbitrary: fc.constant<SaveEvent>({ type: "edited" }) },
  { weight: 4, arbitrary: fc.constant<SaveEvent>({ type: "connected" }) },
  { weight: 3, arbitrary: fc.nat(12).map((edits): SaveEvent => ({ type: "kept", edits })) },
  { weight: 1, arbitrary: fc.constant<SaveEvent>({ type: "keep-failed" }) },
  { weight: 1, arbitrary: fc.boolean().map((cannotStore): SaveEvent => ({ type: "disconnected", cannotStore })) },
  { weight: 1, arbitrary: fc.constantFrom<SaveEvent>({ type: "refused" }, { type: "failed", why: "removed" }) },
  { weight: 1, arbitrary: fc.nat(2).map((k): SaveEvent => ({ type: "fence-late", k })) },
  { weight: 6, arbitrary: fc.nat(2).map((k): SaveEvent => ({ type: "fence-sent", k })) },
  { weight: 6, arbitrary: fc.nat(2).map((k): SaveEvent => ({ type: "fence-answered", k })) },
);

describe("whatever the order of events", () => {
  test("[W6] nothing is called kept, and no page may be left unasked, that is on neither disk", () => {
    let kept = 0;
    fc.assert(
      fc.property(fc.nat(3), fc.array(event, { maxLength: 60 }), (found, events) => {
        let facts = after(NOTHING_YET, { type: "restored", edits: found });
        let edits = found;
        let onDisk = found;
        for (const each of events) {
          // A device keeps only what has been written.
          if (each.type === "kept" && each.edits > edits) continue;
          facts = afterEvent(facts, each);
          if (each.type === "edited") edits += 1;
          if (each.type === "kept") onDisk = Math.max(onDisk, each.edits);
          const state = saveStateOf(facts);
          const safe = Math.max(onDisk, facts.durableEdits);
          expect(isAtRisk(facts)).toBe(safe < edits);
          if (state.state !== "unsaved") continue;
          expect(state.kept === "kept").toBe(safe === edits);
          if (state.kept === "kept") kept += 1;
        }
      }),
      { numRuns: 1000 },
    );
    expect(kept).toBeGreaterThan(0);
  });

  test("[W1] nothing is called saved before a fence behind the last edit was answered on the connection that carried it", () => {
    let saved = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        // An independent account: which edits an answered fence of the standing connection has covered.
        let facts = NOTHING_YET;
        let edits = 0;
        let covered = 0;
        let connected = false;
        let fence: { k: number; covers: number } | null = null;
        for (const each of events) {
          facts = afterEvent(facts, each);
          if (each.type === "edited") edits += 1;
          else if (each.type === "connected") [connected, fence] = [true, null];
          else if (each.type === "fence-sent" && connected) fence = { k: each.k, covers: edits };
          else if (each.type === "fence-answered" && fence?.k === each.k) [covered, fence] = [fence.covers, null];
          else if (each.type === "disconnected" || each.type === "failed") [connected, fence] = [false, null];
          else if (each.type === "refused") fence = null;
          const state = saveStateOf(facts);
          if (state.state === "saved") {
            expect(covered).toBe(edits);
            if (edits > 0) saved += 1;
          }
          if (state.state === "unsaved") expect(state.edits).toBe(edits - covered);
        }
      }),
      { numRuns: 2000 },
    );
    expect(saved).toBeGreaterThan(0);
  });
});
