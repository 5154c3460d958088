import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket, type CommandAnswer, type WatchAnswer } from "./support/agenda-socket.ts";
import type { Changes, Command, Look } from "./support/contract-types.ts";
import { FoldedView } from "./support/folded-view.ts";
import { freshId } from "./support/fresh-id.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let ana: Visitor;
let bo: Visitor;
let nobody: Visitor;
let slug: string;
let topicId: string;
const open: AgendaSocket[] = [];

async function connect(visitor: Visitor, options: { transports?: string[] } = {}): Promise<AgendaSocket> {
  const socket = await AgendaSocket.connect(visitor, options);
  open.push(socket);
  return socket;
}

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000" } });
  nobody = new Visitor(server.url, "nobody");
  ana = await named(server.url, "Ana");
  bo = await named(server.url, "Bo");
  ({ slug } = await ana.makesMeetup());
  topicId = await bo.proposes(slug, "Packaging");
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
afterAll(() => server.stop());

describe("watching", () => {
  test("watch answers what GET answers, for readers with and without a name", async () => {
    for (const visitor of [ana, bo, nobody]) {
      const [byHttp, bySocket] = [await visitor.look(slug), await (await connect(visitor)).watch(slug)];
      expect(bySocket).toEqual(byHttp);
      expect(byHttp.me === null).toBe(visitor === nobody);
    }
  });

  test("[A16] watch with `after` answers only what changed since; changes after that join on without a gap", async () => {
    const start = await ana.look(slug);
    await bo.does(slug, { type: "vote.cast", topicId });
    await bo.proposes(slug, "Puppet");
    const now = await ana.look(slug);
    const socket = await connect(ana);
    const missed = (await socket.watch(slug, start.seq)) as Omit<Changes, "slug">;
    expect(missed).toMatchObject({ from: start.seq, seq: now.seq, changes: expect.any(Array) });
    const replica = new FoldedView(start);
    expect(replica.take(missed)).toBe("taken");
    expect(replica.view).toEqual(now.view);
    // What happened to oneself meanwhile isn't in the changes.
    await socket.until(() => socket.mine.length > 0, "one's own part");
    expect(socket.mine).toEqual([{ slug, seq: now.seq, me: now.me }]);
    const seq = await bo.does(slug, { type: "vote.retract", topicId });
    await socket.until(() => socket.changes.some((each) => each.seq >= seq), "the retraction");
    for (const changes of socket.changes) replica.take(changes);
    expect(replica.view).toEqual((await ana.look(slug)).view);
  });

  test("watch from where it stands answers no changes; from ahead, with the whole view", async () => {
    const { seq } = await ana.look(slug);
    const socket = await connect(ana);
    expect(await socket.watch(slug, seq)).toEqual({ from: seq, seq, changes: [] });
    expect(await socket.watch(slug, seq + 1000)).toMatchObject({ seq, view: { meetup: { slug } } });
  });

  test("changes come in order, each joining on to the one before, and hold several commands when they come fast", async () => {
    const socket = await connect(nobody);
    const { seq: start } = await socket.follow(slug);
    const visitors = await Promise.all(Array.from({ length: 20 }, (_, n) => named(server.url, `Voter ${n}`)));
    await Promise.all(visitors.map((visitor) => visitor.does(slug, { type: "vote.cast", topicId })));
    const { seq, view } = await nobody.look(slug);
    expect(seq).toBe(start + 20);
    await socket.reaches(seq);
    let at = start;
    for (const changes of socket.changes) {
      expect(changes.from).toBe(at);
      expect(changes.seq).toBeGreaterThan(changes.from);
      expect(changes.slug).toBe(slug);
      at = changes.seq;
    }
    expect(socket.changes.length).toBeLessThan(20);
    expect(socket.replica!.view).toEqual(view);
  });

  test("unwatch ends it, and other meetups are not heard", async () => {
    const socket = await connect(nobody);
    await socket.follow(slug);
    const { slug: other } = await ana.makesMeetup({ title: "Another meetup" });
    await ana.proposes(other, "Not to be heard here");
    socket.socket.emit("unwatch", { slug });
    const { seq } = (await socket.watch(other)) as Look;
    await ana.proposes(slug, "Nor this");
    await ana.proposes(other, "But this");
    await socket.until(() => socket.changes.some((each) => each.seq > seq), "changes of the other meetup");
    expect(new Set(socket.changes.map((each) => each.slug))).toEqual(new Set([other]));
  });

  test("watching once more, also after unwatch, is told on, each change once", async () => {
    const { slug: quiet } = await ana.makesMeetup({ title: "Watched again" });
    const [socket, other] = [await connect(nobody), await connect(ana)];
    await socket.watch(quiet);
    await socket.follow(quiet);
    await socket.reaches(await ana.does(quiet, { type: "meetup.edit", title: "Once more" }));
    await other.watch(quiet);
    socket.socket.emit("unwatch", { slug: quiet });
    await socket.follow(quiet);
    await socket.reaches(await ana.does(quiet, { type: "meetup.edit", title: "And again" }));
    expect(new Set(socket.changes.map(({ seq }) => seq)).size).toBe(socket.changes.length);
    expect(socket.replica!.view.meetup.title).toBe("And again");
  });

  test("over long polling it is the same", async () => {
    const socket = await connect(bo, { transports: ["polling"] });
    await socket.follow(slug);
    expect(
      await socket.command(slug, { type: "comment.add", id: freshId("comment"), topicId, body: "From an old network" }),
    ).toEqual({ seq: expect.any(Number) });
    const { seq, view } = await bo.look(slug);
    await socket.reaches(seq);
    expect(socket.replica!.view).toEqual(view);
  });

  test("a deleted meetup says so to those who watch", async () => {
    const { slug: short } = await ana.makesMeetup({ title: "A short one" });
    const socket = await connect(nobody);
    await socket.watch(short);
    await ana.does(short, { type: "meetup.delete" });
    await socket.until(
      () => socket.changes.some(({ changes }) => changes.some((each) => each.kind === "meetup" && "gone" in each)),
      "the end",
    );
    expect(await socket.watch(short)).toMatchObject({ problem: { status: 404 } });
    expect((await ana.get(`/api/meetups/${short}`)).status).toBe(404);
  });
});

describe("[C1] commands", () => {
  test("over the socket they come to the same as over HTTP, refusals word for word", async () => {
    const socket = await connect(bo);
    const command = { type: "topic.propose", id: freshId("topic"), title: "Said over the socket" };
    const answer = (await socket.command(slug, command)) as { seq: number };
    expect(await bo.does(slug, command)).toBe(answer.seq);
    expect(await socket.command(slug, command)).toEqual(answer);
    const refused: Command[] = [
      { type: "topic.explode" },
      { type: "topic.propose", id: "x", title: "", votes: 1 },
      { type: "vote.cast", topicId: "no-such-topic" },
      { type: "meetup.setPhase", phase: "closed" },
      { type: "meetup.delete" },
      { ...command, title: "Something else" },
    ];
    for (const each of refused) {
      const { body } = await bo.command<unknown>(slug, each);
      expect(await socket.command(slug, each)).toEqual({ problem: body });
    }
    expect(await socket.command("no-such-meetup", { type: "vote.cast", topicId })).toMatchObject({
      problem: { status: 404 },
    });
  });

  test("without a name: 401", async () => {
    const socket = await connect(nobody);
    expect(await socket.command(slug, { type: "vote.cast", topicId })).toMatchObject({
      problem: { status: 401, type: expect.any(String), title: expect.any(String), detail: expect.any(String) },
    });
  });

  test("[O5] one that says whose it is isn't taken as another's, or anybody's once its person is erased", async () => {
    const [hers, open, eva] = [await connect(bo), await connect(nobody), await named(server.url, "Eva")];
    const ask = (socket: AgendaSocket, as: string) =>
      socket.emit<CommandAnswer>("command", { slug, command: { type: "vote.cast", topicId }, as });
    const { seq } = await ana.look(slug);
    for (const socket of [hers, open])
      expect(await ask(socket, ana.id)).toMatchObject({
        problem: { status: 403, type: expect.stringMatching(/other-person$/u) },
      });
    await eva.ask("POST", "/api/me/erase");
    for (const socket of [hers, open]) expect(await ask(socket, eva.id)).toMatchObject({ problem: { status: 401 } });
    expect((await ana.look(slug)).seq).toBe(seq);
    expect(await ask(hers, bo.id)).toEqual({ seq: expect.any(Number) });
  });

  test("a command is answered once it is in what everybody reads", async () => {
    const socket = await connect(bo);
    for (const type of ["vote.cast", "vote.retract", "vote.cast"]) {
      const { seq } = (await socket.command(slug, { type, topicId })) as { seq: number };
      const look = await bo.look(slug);
      expect(look.seq).toBeGreaterThanOrEqual(seq);
      expect(look.me!.votes.includes(topicId)).toBe(type === "vote.cast");
    }
  });

  test("what one changes elsewhere comes as `me`", async () => {
    const [laptop, phone, other] = [await connect(bo), await connect(bo), await connect(ana)];
    for (const each of [laptop, phone, other]) await each.watch(slug);
    await bo.does(slug, { type: "vote.retract", topicId });
    const { seq } = (await laptop.command(slug, { type: "vote.cast", topicId, as: "pick" })) as { seq: number };
    await phone.until(() => phone.mine.some((each) => each.seq >= seq), "its own vote");
    expect(phone.mine.at(-1)).toEqual({ slug, seq: expect.any(Number), me: (await bo.look(slug)).me });
    expect(phone.mine.at(-1)!.me.picks).toEqual([topicId]);
    expect(other.mine).toEqual([]);
  });

  test("a pick that comes back because its topic was withdrawn comes as `me`", async () => {
    const taken = await ana.proposes(slug, "To be withdrawn");
    const socket = await connect(bo);
    await socket.watch(slug);
    await bo.does(slug, { type: "vote.cast", topicId: taken, as: "pick" });
    const left = (await bo.look(slug)).me!.picksLeft;
    const seq = await ana.does(slug, { type: "topic.withdraw", topicId: taken });
    const now = (await bo.look(slug)).me!;
    expect(now.picksLeft).toBe(left + 1);
    await socket.until(
      () => socket.mine.some((each) => each.seq >= seq && each.me.picksLeft === now.picksLeft),
      "the pick it has back",
    );
  });

  test("a name changed meanwhile stays changed when an older connection goes on", async () => {
    const cara = await named(server.url, "Cara");
    const socket = await connect(cara);
    await socket.follow(slug);
    await socket.command(slug, { type: "topic.propose", id: freshId("topic"), title: "By Cara" });
    expect((await nobody.look(slug)).view.people.names[cara.id]!.name).toBe("Cara");
    await cara.takeName("Carolina");
    await socket.until(() => socket.replica!.view.people.names[cara.id]?.name === "Carolina", "the new name");
    await socket.command(slug, { type: "comment.add", id: freshId("comment"), topicId, body: "It is still me" });
    const { view, seq } = await nobody.look(slug);
    expect(view.people.names[cara.id]!.name).toBe("Carolina");
    await socket.reaches(seq);
    expect(socket.replica!.view.people.names[cara.id]!.name).toBe("Carolina");
  });

  test("a device that was signed out writes no more: its connection ends, and what it then sends is nobody's", async () => {
    const dora = await named(server.url, "Dora");
    const socket = await connect(dora);
    await socket.watch(slug);
    expect(await socket.command(slug, { type: "vote.cast", topicId })).toEqual({ seq: expect.any(Number) });
    const ended = new Promise<void>((resolve) => socket.socket.once("disconnect", () => resolve()));
    expect((await dora.ask("DELETE", "/api/me")).status).toBe(204);
    expect((await dora.get("/api/me")).status).toBe(401);
    await ended;
    const again = await connect(dora);
    const answer = await again.command(slug, { type: "vote.retract", topicId });
    expect(answer).toMatchObject({ problem: { status: 401 } });
  });
});

describe("presence and readers without a name", () => {
  test("presence counts people, not their tabs, and names only whom the view names", async () => {
    const { slug: room } = await ana.makesMeetup({ title: "Who is here" });
    const quiet = await named(server.url, "Quiet");
    const first = await connect(ana);
    await first.watch(room);
    for (const visitor of [ana, bo, quiet, nobody]) await (await connect(visitor)).watch(room);
    // Ana twice, Bo, Quiet, and someone without a name.
    await first.until(() => first.presences.at(-1)?.count === 4, "four to be here");
    expect(first.presences.at(-1)).toEqual({ slug: room, count: 4, some: [ana.id] });
    open.find(({ label }) => label.startsWith("Bo"))!.close();
    await first.until(() => first.presences.at(-1)?.count === 3, "one to leave");
  });

  test("[A12] a nameless watcher sees how many are in a side group, never who, in views, changes and presence", async () => {
    const { slug: room } = await ana.makesMeetup({ title: "Groups" });
    const [host, member] = [await named(server.url, "Hosting"), await named(server.url, "Membering")];
    const [watcher, insider, membersOwn] = [await connect(nobody), await connect(ana), await connect(member)];
    await watcher.follow(room);
    await insider.follow(room);
    await host.does(room, { type: "sideGroup.start", id: "the-group", title: "A group" });
    const seq = await member.does(room, { type: "sideGroup.join", sideGroupId: "the-group" });
    await membersOwn.watch(room);
    // Who comes back is told no more than who was there.
    const missed = await Promise.all([nobody, ana].map(async (each) => (await connect(each)).watch(room, seq - 1)));
    await Promise.all([watcher.reaches(seq), insider.reaches(seq)]);
    expect(watcher.replica!.view.sideGroups[0]!.members).toBe(2);
    expect(insider.replica!.view.sideGroups[0]!.members).toEqual([host.id, member.id]);
    await watcher.until(() => watcher.presences.some(({ count }) => count === 4), "four to be here");
    expect(JSON.stringify(missed[1])).toContain(member.id);
    const forms = "export.md export.json schedule.json schedule.ics schedule.xml now.json history.atom votes.csv".split(
      " ",
    );
    const heard = JSON.stringify([
      missed[0],
      watcher.changes,
      watcher.presences,
      await nobody.look(room),
      await Promise.all(forms.map(async (form) => (await nobody.get(`/m/${room}/${form}`)).text)),
      (await nobody.get(`/api/meetups/${room}/log`)).text,
    ]);
    expect(heard).toContain(host.id);
    expect(heard).not.toContain(member.id);
    expect(heard).not.toContain("Membering");
    expect((await nobody.look(room)).view).toEqual(watcher.replica!.view);
    expect((await ana.look(room)).view).toEqual(insider.replica!.view);
  });
});

describe("[C4] malformed messages", () => {
  const deep = () => {
    let value: unknown = 1;
    for (let n = 0; n < 2000; n++) value = [value];
    return value;
  };
  const messages: [what: string, message: unknown][] = [
    ["null", null],
    ["a number", 5],
    ["a text", "watch"],
    ["a list", [1, 2]],
    ["nothing", undefined],
    ["an empty object", {}],
    ["a slug that is a number", { slug: 5, command: {} }],
    ["a slug that is an object", { slug: {}, command: {} }],
    ["a slug from the prototype", { slug: "__proto__", command: {} }],
    ["an unknown field", { slug: "porto", command: {}, boss: true }],
    ["after as a text", { slug: "porto", after: "1" }],
    ["after below zero", { slug: "porto", after: -1 }],
    ["after as a fraction", { slug: "porto", after: 0.5 }],
    ["after beyond counting", { slug: "porto", after: 1e300 }],
    ["bytes", new Uint8Array([1, 2, 3])],
    ["a deep nest", deep()],
  ];
  test.each(messages)("%s is refused in words, or passed over, and the connection goes on", async (_what, message) => {
    const socket = await connect(bo);
    for (const event of ["watch", "command"]) {
      const answer = await socket.emit<WatchAnswer | CommandAnswer>(event, message);
      expect(answer).toMatchObject({
        problem: { type: expect.any(String), title: expect.any(String), status: 422, detail: expect.any(String) },
      });
      socket.socket.emit(event, message);
    }
    socket.socket.emit("unwatch", message);
    expect(await socket.watch(slug)).toMatchObject({ view: { meetup: { slug } } });
  });

  test("unknown meetups, unknown events, no callback, a callback too many: nothing breaks", async () => {
    const socket = await connect(bo);
    expect(await socket.watch("no-such-meetup")).toMatchObject({ problem: { status: 404 } });
    socket.socket.emit("watch", { slug });
    socket.socket.emit("command", { slug, command: { type: "vote.cast", topicId } });
    socket.socket.emit("watch");
    socket.socket.emit("command", "a", "b", "c", () => undefined);
    socket.socket.emit("constructor", {});
    socket.socket.emit("__proto__", {});
    socket.socket.emit("error", "written-by-a-client");
    expect(await socket.watch(slug)).toMatchObject({ view: { meetup: { slug } } });
    expect(server.output()).not.toContain("written-by-a-client");
  });

  test("a message of over 256 KiB costs its connection, nobody else's", async () => {
    const [rude, polite] = [await connect(bo), await connect(ana)];
    await polite.follow(slug);
    const ended = new Promise<void>((resolve) => void rude.socket.once("disconnect", () => resolve()));
    rude.socket.emit("command", { slug, command: { type: "comment.add", body: "x".repeat(1024 * 1024) } });
    await ended;
    const seq = await ana.does(slug, { type: "topic.propose", id: freshId("topic"), title: "Going on" });
    await polite.reaches(seq);
  });

  test("raw packets that make no sense cost their connection, nobody else's", async () => {
    const polite = await connect(ana);
    await polite.follow(slug);
    for (const packet of [
      '42["watch"',
      "42",
      "42[]",
      "42{}",
      '42[null,{"slug":1}]',
      "45-x",
      "451-[",
      "4",
      "9",
      "",
      '42["watch",{"_placeholder":true,"num":0}]',
      '451-["watch",{"_placeholder":true,"num":99}]',
      '43999["x"]',
      "0{}",
      "40/nowhere,",
      "41",
      '42["disconnect"]',
      '42["disconnecting"]',
      '42["newListener"]',
    ]) {
      const socket = await connect(bo);
      const engine = socket.socket.io.engine as unknown as { transport: { ws: { send(text: string): void } } };
      engine.transport.ws.send(packet);
      engine.transport.ws.send("4" + packet);
      socket.close();
    }
    const seq = await ana.does(slug, { type: "topic.propose", id: freshId("topic"), title: "Still going on" });
    await polite.reaches(seq);
    expect((await nobody.get("/readyz")).status).toBe(200);
    expect(server.output()).not.toMatch(/fault|Error/u);
  });
});
