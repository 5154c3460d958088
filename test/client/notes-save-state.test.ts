import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterEvent,
  needsFence,
  NOTHING_YET,
  saveStateOf,
  type SaveEvent,
  type SaveFacts,
} from "../../client/notes/save-state.ts";

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
    expect(saveStateOf(lost)).toEqual({ state: "unsaved", edits: 2, why: "offline" });
    const back = after(lost, { type: "connected" });
    expect(saveStateOf(back)).toEqual({ state: "saving" });
    expect(needsFence(back)).toBe(true);
  });

  test("says when it is the server that can't store", () => {
    const refused = after(opened, { type: "edited" }, { type: "disconnected", cannotStore: true });
    expect(saveStateOf(refused)).toEqual({ state: "unsaved", edits: 1, why: "cannot-store" });
  });

  test("says that it is not saved when a fence takes long, until it is answered", () => {
    const late = after(opened, { type: "edited" }, { type: "fence-sent", k: 1 }, { type: "fence-late", k: 1 });
    expect(saveStateOf(late)).toEqual({ state: "unsaved", edits: 1, why: "slow" });
    expect(saveStateOf(after(late, { type: "fence-answered", k: 1 }))).toEqual({ state: "saved" });
  });

  test("a refused edit makes the pad read-only and is never called saved", () => {
    const refused = after(opened, { type: "edited" }, { type: "fence-sent", k: 1 }, { type: "refused" });
    expect(saveStateOf(after(refused, { type: "fence-answered", k: 1 }))).toEqual({ state: "read-only", edits: 1 });
  });
});

const event = fc.oneof(
  { weight: 4, arbitrary: fc.constant<SaveEvent>({ type: "edited" }) },
  { weight: 4, arbitrary: fc.constant<SaveEvent>({ type: "connected" }) },
  { weight: 1, arbitrary: fc.boolean().map((cannotStore): SaveEvent => ({ type: "disconnected", cannotStore })) },
  { weight: 1, arbitrary: fc.constantFrom<SaveEvent>({ type: "refused" }, { type: "failed", why: "removed" }) },
  { weight: 1, arbitrary: fc.nat(2).map((k): SaveEvent => ({ type: "fence-late", k })) },
  { weight: 6, arbitrary: fc.nat(2).map((k): SaveEvent => ({ type: "fence-sent", k })) },
  { weight: 6, arbitrary: fc.nat(2).map((k): SaveEvent => ({ type: "fence-answered", k })) },
);

describe("whatever the order of events", () => {
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
