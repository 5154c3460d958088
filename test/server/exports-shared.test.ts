import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer, type MidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { freshId } from "../together/support/fresh-id.ts";
import { askedAtOnce } from "./support/asked-at-once.ts";
import { named } from "../together/support/visitor.ts";

const PADS = 20;
const ASKING = 8;

/** Counts how often pads are read. */
class CountedStore extends InMemoryLogStore {
  padReads = 0;

  override read(...asked: Parameters<InMemoryLogStore["read"]>): ReturnType<InMemoryLogStore["read"]> {
    if (asked[0].startsWith("pad")) this.padReads += 1;
    return super.read(...asked);
  }
}

const store = new CountedStore();
let folder: TemporaryFolder;
let server: MidcycleServer;
let url: URL;
let slug: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock: systemClock,
    timers: systemTimers,
    report: (_where, error) => {
      throw error;
    },
    distDir: folder.path,
  });
  url = new URL(await server.listen());
  const ana = await named(url.origin, "Ana");
  ({ slug } = await ana.makesMeetup());
  const commands = Array.from({ length: PADS }, () => {
    const id = freshId("topic");
    return { type: "topic.propose", id, title: `About ${id}` };
  });
  await ana.does(slug, { type: "batch", commands });
});

afterAll(async () => {
  await server.close();
  await store.close();
  await folder.remove();
});

test.each([[`/m/SLUG/export.md`], [`/m/SLUG/export.json`], [`/m/SLUG/export.zip`], [`/api/meetups/SLUG/actions`]])(
  "[C9] %s is made at most twice for all who ask at the same time: for the first, and for the others",
  async (path) => {
    const answers = await askedAtOnce(url, path.replace("SLUG", slug), ASKING, () => (store.padReads = 0));
    for (const answer of answers) expect(answer).toContain("HTTP/1.1 200 OK");
    expect(store.padReads).toBeGreaterThanOrEqual(PADS);
    expect(store.padReads).toBeLessThanOrEqual(2 * PADS);
  },
);
