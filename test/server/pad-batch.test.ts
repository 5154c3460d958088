import { expect, test } from "vitest";
import { CostAllowances } from "../../server/notes/cost-allowance.ts";
import { integrateBatch } from "../../server/notes/pad-batch.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { PadLanes } from "../../server/notes/pad-lanes.ts";
import { padStream, seedEntry } from "../../server/notes/pad-seed.ts";
import { PadState } from "../../server/notes/pad-state.ts";
import { RemovalWatch } from "../../server/notes/removal-watch.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { bytesOf, inserted } from "../faults/support/pad-bytes.ts";

const EDITS = 5;

test("[N40] what Yjs takes to begin with, as many client ids as a pad has, is charged to nobody", async () => {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries: [seedEntry("", 0)], after: 0 }] });
  const state = await PadState.read(store, "pad");
  let now = 0;
  state.doc.on("beforeTransaction", () => (now += 50));
  const timers = { elapsed: () => now, after: () => () => undefined, soon: () => () => undefined };
  const lanes = new PadLanes();
  const [ana, mallory] = ["ana", "mallory"].map((id) => {
    const connection = { person: { id, name: id, color: "#bc4945" }, pause: () => undefined, resume: () => undefined };
    return lanes.join(connection as unknown as PadConnection);
  });
  const sends = (member: typeof ana, update: Uint8Array) => {
    const personId = member!.connection.person!.id;
    const admission = state.admit(update, personId);
    if (admission.outcome !== "edit") throw new Error(admission.outcome);
    for (const piece of admission.pieces) lanes.enqueue(member!, { type: "edit", piece, personId });
  };
  for (let client = 1; client <= EDITS; client += 1) sends(ana, bytesOf(1, 1, client, 0, inserted("x"), 0));
  sends(mallory, bytesOf(1, 1, 99, 0, inserted("xyz"), 0));
  sends(mallory, bytesOf(0, 1, 99, 1, 0, 1));
  const allowances = new CostAllowances();
  const rewrites = { takePart: () => undefined };
  const batch = integrateBatch({ lanes, rewrites }, state, { allowances, removals: new RemovalWatch(), timers });
  expect(now).toBeGreaterThan(0);
  expect(batch.edits.filter(({ personId }) => personId === "ana").length).toBe(EDITS);
  await store.close();
});
