import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer, type MidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { freshId } from "../together/support/fresh-id.ts";
import { rawRequest } from "../together/support/raw-request.ts";
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
/** Another meetup. */
let other: string;

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
  ({ slug: other } = await ana.makesMeetup({ title: "Elsewhere" }));
  for (const [of, title] of [
    [slug, "About topics"],
    [other, "Elsewhere"],
  ] as const) {
    await ana.does(of, { type: "topic.propose", id: "of-its-own", title });
    await ana.does(of, { type: "room.add", id: "main-hall", name: "Main hall" });
    const times = { startsAt: "2030-03-09T13:00:00Z", endsAt: "2030-03-09T13:45:00Z" };
    await ana.does(of, { type: "slot.add", id: "slot-0001", ...times });
    const session = { topicIds: ["of-its-own"], roomId: "main-hall", slotId: "slot-0001" };
    await ana.does(of, { type: "session.schedule", id: "session-1", ...session });
  }
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
    expect(store.padReads).toBeGreaterThanOrEqual(PADS + 1);
    expect(store.padReads).toBeLessThanOrEqual(2 * (PADS + 1));
  },
);

test("[C9] whoever asks at the same time for several meetups, forms and addresses gets what they asked for", async () => {
  const forms = "export.md export.json votes.csv schedule.ics schedule.xml schedule.json now.json".split(" ");
  const asked = Array.from({ length: ASKING }, () =>
    forms.flatMap((form) =>
      [slug, other].flatMap((of) =>
        [url.host, `localhost:${url.port}`].map((host) => ({ form, of, host, path: `/m/${of}/${form}` })),
      ),
    ),
  ).flat();
  const answers = await Promise.all(
    asked.map(({ path, host }) => rawRequest(url.origin, { path, headers: { Host: host } })),
  );
  for (const [n, { status, text, headers }] of answers.entries()) {
    const { form, of, host } = asked[n]!;
    expect([form, status, headers["x-robots-tag"]]).toEqual([form, 200, "noindex"]);
    expect([form, text.includes("About topics"), text.includes("Elsewhere")]).toEqual([
      form,
      of === slug,
      of === other,
    ]);
    expect([form, TYPES[form.split(".")[1]!]]).toEqual([form, String(headers["content-type"]).split(";")[0]]);
    expect(form.endsWith("json") || form.endsWith("xml") ? text.search(/[{<]/u) : 0).toBe(0);
    const origins = new Set(text.match(/(?<=http:\/\/)(?:127\.0\.0\.1|localhost):\d+/gu));
    expect([form, ...origins]).toEqual(/schedule|now/u.test(form) ? [form, host] : [form]);
  }
});

test("[C9] who wrote what is not written down for who has it", async () => {
  const stringify = vi.spyOn(JSON, "stringify");
  onTestFinished(() => stringify.mockRestore());
  const written = () => stringify.mock.calls.filter(([value]) => Object.hasOwn(Object(value), "clients")).length;
  const ana = await named(url.origin, "Ana");
  const { body } = await ana.get<{ view: { topics: { padId: string }[] } }>(`/api/meetups/${other}`);
  const path = `/api/meetups/${other}/pads/${body.view.topics[0]!.padId}/who`;
  const first = await ana.get(path);
  expect([first.status, written()]).toEqual([200, 1]);
  const again = await ana.get(path, { "If-None-Match": first.headers.get("etag")! });
  expect([again.status, written()]).toEqual([304, 1]);
});

const TYPES: Record<string, string> = {
  md: "text/markdown",
  json: "application/json",
  csv: "text/csv",
  ics: "text/calendar",
  xml: "application/xml",
};
