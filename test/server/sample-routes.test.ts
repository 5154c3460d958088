import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer, type MidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { named, Visitor } from "../together/support/visitor.ts";

interface Sample {
  slug: string;
  code: string;
  organizerUrl: string;
}

/** A server of this process, in memory, with these settings. */
async function served(folder: TemporaryFolder, settings: Record<string, string> = {}) {
  const store = new InMemoryLogStore();
  const faults: unknown[] = [];
  const server: MidcycleServer = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path, ...settings }),
    store,
    clock: systemClock,
    timers: systemTimers,
    report: (_where, error) => void faults.push(error),
    distDir: folder.path,
  });
  const url = await server.listen();
  return { url, faults, close: () => server.close().then(() => store.close()) };
}

describe("POST /api/sample", () => {
  let folder: TemporaryFolder;
  let server: Awaited<ReturnType<typeof served>>;

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await served(folder);
  });

  afterAll(async () => {
    await server.close();
    await folder.remove();
    expect(server.faults).toEqual([]);
  });

  it("makes a sample that its maker organizes, and the list shows", async () => {
    const ana = await named(server.url, "Ana");
    const made = await ana.post<Sample>("/api/sample", {});
    expect(made.status).toBe(201);
    const { slug, code, organizerUrl } = made.body;
    expect(code).toMatch(/^[A-Z]{4}-[0-9]{2}$/u);
    expect(organizerUrl.startsWith(`${server.url}/m/${slug}#organizer=`)).toBe(true);
    const { view, me } = await ana.look(slug);
    expect(me?.role).toBe("organizer");
    expect(view.sessions).toHaveLength(5);
    const list = await ana.get<{ meetups: { slug: string; sample: boolean }[] }>("/api/meetups");
    expect(list.body.meetups).toMatchObject([{ slug, sample: true }]);
    await ana.does(slug, { type: "meetup.delete" });
  });

  it("takes votes at once", async () => {
    const [ana, bo] = [await named(server.url, "Ana"), await named(server.url, "Bo")];
    const { slug } = (await ana.post<Sample>("/api/sample", {})).body;
    const [topic] = (await bo.look(slug)).view.topics;
    await bo.does(slug, { type: "vote.cast", topicId: topic!.id });
    const after = (await bo.look(slug)).view.topics.find(({ id }) => id === topic!.id);
    expect(after?.votes).toBe(topic!.votes! + 1);
    await ana.does(slug, { type: "meetup.delete" });
  });

  it("gives the same one again with a link that works, and after its deletion a new one", async () => {
    const [ana, bo] = [await named(server.url, "Ana"), await named(server.url, "Bo")];
    const { slug } = (await ana.post<Sample>("/api/sample", {})).body;
    const again = await ana.post<Sample>("/api/sample", {});
    expect(again.status).toBe(200);
    expect(again.body.slug).toBe(slug);
    const token = again.body.organizerUrl.split("#organizer=")[1];
    expect((await bo.post(`/api/meetups/${slug}/organizer`, { token })).status).toBe(200);
    await bo.does(slug, { type: "meetup.delete" });
    expect((await ana.get(`/api/meetups/${slug}`)).status).toBe(404);
    expect((await ana.post("/api/sample", {})).status).toBe(201);
    await ana.does(slug, { type: "meetup.delete" });
  });

  it("[C3] is refused as every new meetup is", async () => {
    const ana = await named(server.url, "Ana");
    const nobody = new Visitor(server.url);
    expect((await ana.get("/api/sample")).status).toBe(405);
    expect((await ana.ask("POST", "/api/sample")).status).toBe(415);
    expect((await ana.post("/api/sample", "{")).status).toBe(400);
    expect((await nobody.post("/api/sample", {})).status).toBe(401);
    const unknown = await ana.post<{ errors: { path: string }[] }>("/api/sample", { days: 3 });
    expect([unknown.status, unknown.body.errors[0]?.path]).toEqual([422, "days"]);
  });

  it("[C17] counts as a new meetup unless one has it already, and needs the right to make one", async () => {
    const limited = await served(folder, { MIDCYCLE_LIMIT_MEETUPS_PER_HOUR: "1" });
    const ana = await named(limited.url, "Ana");
    const made = await ana.post<Sample>("/api/sample", {});
    expect(made.status).toBe(201);
    const again = await ana.post<Sample>("/api/sample", {});
    expect([again.status, again.body.slug]).toEqual([200, made.body.slug]);
    expect((await ana.post("/api/meetups", { title: "Ana's" })).status).toBe(429);
    expect((await ana.post("/api/sample", { days: 3 })).status).toBe(429);
    const cleo = await named(limited.url, "Cleo");
    expect((await cleo.post("/api/meetups", { title: "Cleo's" })).status).toBe(201);
    for (const body of [{}, { days: 3 }, "{", "x".repeat(300_000)]) {
      const over = await cleo.post("/api/sample", body);
      expect([over.status, Number(over.headers.get("retry-after")) > 0]).toEqual([429, true]);
    }
    await limited.close();

    const shut = await served(folder, { CREATE: "nobody" });
    const bo = await named(shut.url, "Bo");
    expect((await bo.post("/api/sample", {})).status).toBe(403);
    await shut.close();
    expect([...limited.faults, ...shut.faults]).toEqual([]);
  });
});
