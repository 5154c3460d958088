import { beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { Transcript } from "./support/transcript.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let nobody: Visitor;
/** What everybody but those who take things home is told. */
const heard = new Transcript();

beforeAll(async () => {
  server = await sharedServer();
  olga = await named(server.url, "Olga", heard);
  nobody = new Visitor(server.url, "nobody", heard);
});

const TOGETHER = "Ten alerts, not two hundred";

function people(prefix: string, count: number): Promise<Visitor[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => named(server.url, `${prefix} ${at}`)));
}

async function everyOutlet(visitor: Visitor, slug: string): Promise<void> {
  for (const path of [
    `/api/meetups/${slug}`,
    `/api/meetups/${slug}/log`,
    `/api/meetups/${slug}/actions`,
    `/m/${slug}/export.md`,
    `/m/${slug}/export.json`,
    `/m/${slug}/export.zip`,
    `/m/${slug}/votes.csv`,
    `/m/${slug}/now.json`,
    `/m/${slug}/schedule.json`,
    `/m/${slug}/history.atom`,
    "/api/meetups",
  ])
    expect((await visitor.get(path)).status, path).toBe(200);
}

test("[A60] [A15] what one takes home is told to nobody with who it was, and alone to nobody at all", async () => {
  const { slug } = await olga.makesMeetup({ listed: true, title: "Taken home" });
  const watchers = await Promise.all([olga, nobody].map((each) => AgendaSocket.connect(each, { transcript: heard })));
  for (const watcher of watchers) await watcher.follow(slug);
  const all = await people("Homebound", 4);
  for (const [at, visitor] of all.entries()) {
    await visitor.does(slug, { type: "takeHome.set", number: 1, text: TOGETHER });
    await visitor.does(slug, { type: "takeHome.set", number: 2, text: `Only number ${at} says this` });
  }
  const { seq, view } = await nobody.look(slug);
  for (const watcher of watchers) await watcher.reaches(seq);
  expect(view.takenHome).toEqual({ people: 3, things: [{ text: TOGETHER, people: 3 }] });
  expect(view.people.count).toBe(5);
  expect(Object.keys(view.people.names)).toEqual([olga.id]);
  for (const watcher of watchers) expect(watcher.replica!.view.takenHome).toEqual(view.takenHome);
  for (const visitor of [olga, nobody]) await everyOutlet(visitor, slug);
  for (const secret of [...all.map(({ id }) => id), "Homebound", "says this"])
    expect(heard.whereSaid(secret)).toEqual([]);
  expect(server.output()).not.toContain("says this");
  expect((await nobody.get(`/m/${slug}/export.md`)).text).toContain(`- ${TOGETHER}: 3 people`);
  for (const watcher of watchers) watcher.close();
});

test("[A60] one reads one's own alone, without all of the meetup, and nobody without a name does", async () => {
  const { slug } = await olga.makesMeetup({ title: "Porto" });
  const [ana, ben] = (await people("Own", 2)) as [Visitor, Visitor];
  const phone = await AgendaSocket.connect(ana);
  await phone.follow(slug);
  const seq = await ana.does(slug, { type: "takeHome.set", number: 3, text: "Quorum queues" });
  await phone.until(() => phone.mine.some((each) => each.seq >= seq), "her own part");
  expect(phone.mine.at(-1)!.me.takeHome).toEqual([null, null, "Quorum queues"]);
  const path = `/api/meetups/${slug}/take-home`;
  const own = await ana.get(path);
  expect([own.status, own.body]).toEqual([200, { title: "Porto", takeHome: [null, null, "Quorum queues"] }]);
  expect(own.headers.get("cache-control")).toBe("private, no-cache");
  expect((await ben.get<{ takeHome: unknown }>(path)).body.takeHome).toEqual([null, null, null]);
  expect((await nobody.get(path)).status).toBe(401);
  expect((await ana.get("/api/meetups/there-is-none/take-home")).status).toBe(404);
  phone.close();
});

test("[C3] [C4] what can't be taken home is refused, and names its field", async () => {
  const { slug } = await olga.makesMeetup();
  const refused = async (command: object) => {
    const { status, body } = await olga.command<{ errors: { path: string }[] }>(slug, command as never);
    return [status, body.errors?.map(({ path }) => path)];
  };
  expect(await refused({ type: "takeHome.set", number: 4, text: "x".repeat(201) })).toEqual([422, ["number", "text"]]);
  expect(await refused({ type: "takeHome.set", number: 1, text: "Soup", by: "ana" })).toEqual([422, ["by"]]);
  expect(await refused({ type: "lastTime.tell", text: "Soup", became: "maybe" })).toEqual([422, ["became"]]);
  expect(await refused({ type: "lastTime.tell", text: "Soup", became: "done" })).toEqual([409, undefined]);
  const anyone = new Visitor(server.url);
  expect((await anyone.command(slug, { type: "takeHome.set", number: 1, text: "Soup" })).status).toBe(401);
});

test("[A61] [C2] at the next meetup one says what became of it, which survives kill -9 and is told to nobody", async () => {
  const { slug: before } = await olga.makesMeetup({ title: "Utrecht" });
  const { slug } = await olga.makesMeetup({ title: "Porto", previous: before, listed: true });
  const all = await people("Returning", 3);
  for (const visitor of all) {
    await visitor.does(before, { type: "takeHome.set", number: 1, text: "Archive soft deletes weekly" });
    await visitor.does(slug, { type: "lastTime.tell", text: "Archive soft deletes weekly", became: "done" });
  }
  await all[0]!.does(slug, { type: "lastTime.tell", text: "Somebody’s own thing", became: "not-yet" });
  await server.kill("SIGKILL");
  await server.restart();
  for (const visitor of [olga, nobody, ...all]) visitor.url = server.url;
  const { view } = await nobody.look(slug);
  expect(view.lastTime).toEqual({ people: 3, done: 3, partly: null, notYet: null });
  expect((await all[0]!.look(slug)).me!.lastTime).toEqual([
    { text: "Archive soft deletes weekly", became: "done" },
    { text: "Somebody’s own thing", became: "not-yet" },
  ]);
  await everyOutlet(nobody, slug);
  for (const secret of ["Returning", "own thing", "soft deletes"]) expect(heard.whereSaid(secret)).toEqual([]);
});
