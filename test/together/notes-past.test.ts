/** Who wrote what, history, restore, named versions, locks and news for pages: as someone outside sees them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HistoryReplay } from "../../shared/notes/history-replay.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { freshId } from "./support/fresh-id.ts";
import { PadPageWriter, type PadHistory, type Who } from "./support/pad-page.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let ana: Visitor;
let bo: Visitor;
let nobody: Visitor;
let slug: string;
let topicId: string;
let padId: string;
let path: string;
const open: PadPageWriter[] = [];

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000" } });
  nobody = new Visitor(server.url, "nobody");
  ana = await named(server.url, "Ana");
  bo = await named(server.url, "Bo");
  ({ slug } = await ana.makesMeetup());
});
beforeEach(async () => {
  topicId = await bo.proposes(slug, `Topic ${freshId("x")}`);
  padId = (await bo.look(slug)).view.topics.find(({ id }) => id === topicId)!.padId;
  path = `/api/meetups/${slug}/pads/${padId}`;
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});
afterAll(() => server.stop());

async function writer(visitor: Visitor): Promise<PadPageWriter> {
  const made = new PadPageWriter(visitor, padId);
  open.push(made);
  await made.synced();
  return made;
}

async function textNow(): Promise<string> {
  const { text } = await nobody.get(`/m/${slug}/notes/${padId}.md`);
  return text.slice(text.indexOf("\n---\n") + 5);
}

async function history(): Promise<PadHistory & { replay: HistoryReplay }> {
  const { status, body } = await nobody.get<PadHistory>(`${path}/history`);
  expect(status).toBe(200);
  return { ...body, replay: new HistoryReplay(body.moments) };
}

describe("who wrote what", () => {
  test("[N17] names the person behind every client id, and when, for everyone who can read", async () => {
    const before = Date.now();
    const [a, b] = [await writer(ana), await writer(bo)];
    a.types("From Ana. ");
    await a.saved();
    b.types("From Bo. ");
    await b.saved();
    const { status, body, headers } = await nobody.get<Who>(`${path}/who`);
    expect(status).toBe(200);
    expect(body.seq).toBe(3);
    expect(body.clients.map(({ client, person }) => [client, person])).toEqual([
      [1, null],
      [a.doc.clientID, ana.id],
      [b.doc.clientID, bo.id],
    ]);
    for (const { runs } of body.clients.slice(1)) {
      expect(runs).toEqual([[0, expect.any(Number)]]);
      expect(runs[0]![1]).toBeGreaterThanOrEqual(before);
    }
    const again = await nobody.get(`${path}/who`, { "If-None-Match": headers.get("etag")! });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test("[N17] another pad's, another meetup's and unknown addresses are 404, other methods 405", async () => {
    const other = await bo.makesMeetup();
    for (const address of [
      `/api/meetups/${other.slug}/pads/${padId}/who`,
      `/api/meetups/${slug}/pads/pad-unknown/history`,
      "/api/meetups/nowhere/pads/pad-unknown/who",
    ])
      expect((await ana.get(address)).status).toBe(404);
    expect((await ana.post(`${path}/who`, {})).status).toBe(405);
  });
});

describe("history", () => {
  test("[N16] tells the pad's life, and its last moment is the text", async () => {
    const [a, b] = [await writer(ana), await writer(bo)];
    a.types("One. ");
    await a.saved();
    b.text.delete(0, 2);
    await b.saved();
    const { moments, seq, replay } = await history();
    expect(moments.map(({ by, seq: its }) => [by, its])).toEqual([
      [null, 1],
      [ana.id, 2],
      [bo.id, 3],
    ]);
    expect(seq).toBe(3);
    expect(replay.textAt(2)).toBe(await textNow());
    expect(replay.textAt(0)).toMatch(/^# Topic/u);
    expect(moments[2]!.ops).toEqual([-2]);
  });

  test("[N16] is 304 while nothing has changed, and new after the next edit", async () => {
    const a = await writer(ana);
    const tag = (await nobody.get(`${path}/history`)).headers.get("etag")!;
    expect((await nobody.get(`${path}/history`, { "If-None-Match": tag })).status).toBe(304);
    a.types("more");
    await a.saved();
    expect((await nobody.get(`${path}/history`, { "If-None-Match": tag })).status).toBe(200);
  });
});

describe("restore", () => {
  test("[N18] brings a moment's text back as an edit of who asks, for everyone, and leaves what stayed to its authors", async () => {
    const [a, b] = [await writer(ana), await writer(bo)];
    a.types("Ana's line stays.\nThis goes.\n");
    await a.saved();
    const wanted = await textNow();
    const { seq } = (await history()).moments.at(-1)!;
    b.text.delete(wanted.length - "This goes.\n".length, "This goes.\n".length);
    b.types("Bo's line.\n");
    await b.saved();
    const answer = await bo.post<{ seq: number }>(`${path}/restore`, { seq, id: freshId("restore") });
    expect(answer.status).toBe(200);
    expect(await textNow()).toBe(wanted);
    await a.reads("This goes.\n");
    const { moments, replay } = await history();
    expect(moments.at(-1)).toMatchObject({ by: bo.id, seq: answer.body.seq });
    // What stays of Bo's own line is of the moment before, where ten seconds end in between.
    const written = { [ana.id]: "", [bo.id]: "" };
    for (const { text, moment } of replay.piecesAt(moments.length - 1)) {
      const { by } = moments[moment]!;
      if (by !== null) written[by] += text;
    }
    expect(written).toEqual({ [ana.id]: "Ana's line stays.\n", [bo.id]: "This goes.\n" });
  });

  test("[N18] two who press at once never double the text, and a repeat changes nothing, also after kill -9", async () => {
    const a = await writer(ana);
    a.types("Precious. ".repeat(50));
    await a.saved();
    const wanted = await textNow();
    a.text.delete(0, a.text.length);
    await a.saved();
    const id = freshId("restore");
    const wish = { seq: 2, id };
    const answers = await Promise.all([
      ana.post(`${path}/restore`, wish),
      ana.post(`${path}/restore`, wish),
      bo.post(`${path}/restore`, { ...wish, id: freshId("restore") }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await textNow()).toBe(wanted);
    await a.reads("Precious. Precious.");
    a.types("Later.");
    await a.saved();
    a.close();
    await server.kill("SIGKILL");
    await server.restart();
    expect((await ana.post(`${path}/restore`, wish)).status).toBe(200);
    expect(await textNow()).toBe(`${wanted}Later.`);
    expect((await bo.post(`${path}/restore`, wish)).status).toBe(409);
    expect((await ana.post(`${path}/restore`, { ...wish, seq: 1 })).status).toBe(409);
  });

  test("[N18] refuses what it must, in the contract's order", async () => {
    const wish = { seq: 1, id: freshId("restore") };
    const tried = async (visitor: Visitor, body: unknown, address = `${path}/restore`) => {
      const { status, body: problem } = await visitor.post<{ errors?: { path: string }[] }>(address, body);
      return [status, ...(problem.errors ?? []).map((each) => each.path)];
    };
    expect(await tried(nobody, {})).toEqual([401]);
    expect(await tried(ana, { seq: 0, id: "short", more: 1 })).toEqual([422, "seq", "id", "more"]);
    expect(await tried(ana, { seq: "1", id: wish.id }, "/api/meetups/nowhere/pads/x/restore")).toEqual([422, "seq"]);
    expect(await tried(ana, wish, `/api/meetups/${slug}/pads/unknown-pad/restore`)).toEqual([404]);
    expect(await tried(ana, { ...wish, seq: 99 })).toEqual([404]);
    await ana.does(slug, { type: "pad.lock", padId });
    expect(await tried(ana, { ...wish, seq: 99 })).toEqual([404]);
    expect(await tried(ana, wish)).toEqual([403]);
    await ana.does(slug, { type: "pad.unlock", padId });
    expect(await tried(ana, wish)).toEqual([200]);
    const cy = await named(server.url, "Cy");
    await cy.does(slug, { type: "comment.add", id: freshId("comment"), topicId, body: "Hi" });
    await ana.does(slug, { type: "person.remove", personId: cy.id });
    expect(await tried(cy, { seq: 1, id: freshId("restore") })).toEqual([403]);
  });
});

describe("news for pages", () => {
  test("[N19] whose a new client id is comes before its first edit, to pages only", async () => {
    const [a, b, plain] = [await writer(ana), await writer(bo), await writer(nobody)];
    a.saysItIsAPage();
    await a.saved();
    const other: number[] = [];
    plain.provider.ws?.addEventListener("message", ({ data }) => other.push(new Uint8Array(data as ArrayBuffer)[0]!));
    b.types("hello");
    await Promise.all([a.reads("hello"), plain.reads("hello")]);
    expect(a.who).toEqual([{ client: b.doc.clientID, person: bo.id }]);
    b.types(" again");
    await Promise.all([a.reads("again"), plain.reads("again")]);
    expect(a.who).toHaveLength(1);
    expect(other).not.toContain(5);
  });

  test("[N19] when somebody removes most of a pad everyone there is told, and what to ask for brings it back", async () => {
    const [a, b] = [await writer(ana), await writer(bo)];
    a.types("Everything we know. ".repeat(30));
    await a.saved();
    const wanted = await textNow();
    a.saysItIsAPage();
    await a.saved();
    b.text.delete(0, b.text.length);
    await b.saved();
    await a.hears(({ removed }) => removed.length > 0);
    expect(a.removed).toEqual([
      { by: bo.id, at: expect.stringMatching(/^\d{4}-.*Z$/u), characters: wanted.length, restore: { seq: 2 } },
    ]);
    const { status } = await ana.post(`${path}/restore`, { ...a.removed[0]!.restore, id: freshId("restore") });
    expect(status).toBe(200);
    expect(await textNow()).toBe(wanted);
  });
});

describe("named versions", () => {
  test("[N20] anyone names a moment, which then has a moment of its own; its maker or an organizer takes the name back", async () => {
    const a = await writer(ana);
    a.types("First. ");
    await a.saved();
    const wanted = await textNow();
    a.types("Second. ");
    await a.saved();
    const version = { type: "pad.nameVersion", padId, id: freshId("version"), name: "Before lunch", seq: 2 };
    await bo.does(slug, version);
    await bo.does(slug, version);
    const { versions, replay } = await history();
    expect(versions).toEqual([{ id: version.id, name: "Before lunch", seq: 2, at: expect.any(String), by: bo.id }]);
    expect(replay.textAt(replay.indexOf(2))).toBe(wanted);
    expect((await bo.look(slug)).view.people.names).toHaveProperty(bo.id);
    const cy = await named(server.url, "Cy");
    expect((await cy.command(slug, { type: "pad.removeVersion", versionId: version.id })).status).toBe(403);
    await ana.does(slug, { type: "pad.removeVersion", versionId: version.id });
    await bo.does(slug, { type: "pad.removeVersion", versionId: version.id });
    expect((await history()).versions).toEqual([]);
    expect((await ana.command(slug, { type: "pad.removeVersion", versionId: "no-such-version" })).status).toBe(404);
  });
});

describe("a locked pad", () => {
  test("[N21] takes no edits, from open connections neither, until it is unlocked; exports go on", async () => {
    const [a, b] = [await writer(ana), await writer(bo)];
    b.types("Before. ");
    await b.saved();
    expect((await bo.command(slug, { type: "pad.lock", padId })).status).toBe(403);
    await ana.does(slug, { type: "pad.lock", padId });
    const { view } = await nobody.look(slug);
    expect(view.topics.find((topic) => topic.padId === padId)).toMatchObject({ locked: true });
    const denied = new Promise<void>((resolve) => {
      b.provider.messageHandlers[2] = () => resolve();
    });
    b.types("After. ");
    await denied;
    expect(await textNow()).toMatch(/Before\. $/u);
    expect(a.text.toJSON()).toMatch(/Before\. $/u);
    await ana.does(slug, { type: "pad.unlock", padId });
    const c = await writer(bo);
    c.types("Open again. ");
    await c.saved();
    await a.reads("Open again. ");
    expect(await textNow()).toMatch(/Before\. Open again\. $/u);
  });
});
