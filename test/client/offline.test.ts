import { beforeEach, describe, expect, it } from "vitest";
import type { ViewMemory } from "../../client/replica/kept-views.ts";
import { cachesToDrop, handlingOf, type Filled } from "../../client/offline/request-handling.ts";
import { problem } from "../../shared/problem.ts";
import { Browser, deliverAll, memory, MeetupServer, settled, viewsInMemory } from "./support/meetup-wire.ts";

describe("a page that opens with no network", () => {
  let server: MeetupServer;
  let views: ViewMemory;

  beforeEach(() => {
    server = new MeetupServer();
    views = viewsInMemory();
    server.does("ben", { type: "topic.propose", id: "topic-0001", title: "Rabbit in production" });
  });

  function opened(personId: string, isNamed = true, device: ViewMemory = views): Browser {
    return new Browser(server, personId, memory(), isNamed, device);
  }

  /** Someone's page that was open, knows the meetup, and is closed. */
  async function visit(personId: string): Promise<void> {
    const page = opened(personId);
    page.wire.goUp();
    await deliverAll(server, page);
    page.replica.close();
    await settled();
  }

  it("[O1] shows the meetup as this device knew it last, and says as of when", async () => {
    await visit("ana");
    const known = server.story.view();
    server.does("ben", { type: "topic.propose", id: "topic-0002", title: "Packaging" });
    const page = opened("ana");
    expect(page.replica.status).toEqual({ state: "loading" });
    await page.wait(6000);
    expect(page.replica.status).toEqual({ state: "open" });
    expect(page.replica.reach).toBe("offline");
    expect(page.replica.view).toEqual(known);
    expect(page.replica.asOf).toBe(Date.UTC(2026, 2, 9, 9));
  });

  it("[O1] what the server has takes its place, whole, as soon as there is a way", async () => {
    await visit("ana");
    server.does("ben", { type: "topic.propose", id: "topic-0002", title: "Packaging" });
    const page = opened("ana");
    await page.wait(6000);
    page.wire.goUp();
    await deliverAll(server, page);
    expect(page.replica.reach).toBe("live");
    expect(page.replica.view).toEqual(server.story.view());
    expect(server.wholeAnswers).toBe(2);
    // From then on this is what is known and kept.
    page.wire.goDown();
    page.wire.goUp();
    await deliverAll(server, page);
    expect(server.wholeAnswers).toBe(2);
    page.replica.close();
    expect((await views.read("porto"))?.view).toEqual(server.story.view());
  });

  it("[O1] what is only recalled isn't kept anew: it stays as old as it is", async () => {
    await visit("ana");
    const kept = await views.read("porto");
    const page = opened("ana");
    await page.wait(6000);
    expect(page.replica.view).toBeDefined();
    await page.wait(30_000);
    page.replica.keepNow();
    expect(await views.read("porto")).toEqual(kept);
  });

  it.each<[string, (page: Browser) => Promise<void>, () => unknown]>([
    ["the device has changed hands", async (page) => page.changesHands("ben"), () => undefined],
    [
      "the server has answered",
      async (page) => {
        page.wire.goUp();
        await deliverAll(server, page);
      },
      () => server.story.view(),
    ],
    ["the page is over", async (page) => page.replica.close(), () => undefined],
  ])("[O1] what the device finds after %s isn't shown", async (_, meanwhile, shown) => {
    await visit("ana");
    server.does("ben", { type: "topic.propose", id: "topic-0002", title: "Packaging" });
    const found = Promise.withResolvers<void>();
    const slow: ViewMemory = {
      ...views,
      read: async (slug) => {
        await found.promise;
        return views.read(slug);
      },
    };
    const page = opened("ana", true, slow);
    await page.wait(6000);
    await meanwhile(page);
    found.resolve();
    await settled();
    expect(page.replica.view).toEqual(shown());
  });

  it("[O5] sends what its person had left as theirs only, also where the device has been another's for long", async () => {
    const device = memory();
    const votes = () => server.story.view().topics[0]!.votes;
    const page = new Browser(server, "ben", device);
    // The server took long to say who this is.
    page.changesHands("ana");
    void page.replica.ask({ type: "vote.cast", topicId: "topic-0001" });
    expect(page.votesOf("topic-0001")).toBeUndefined();
    page.wire.goUp();
    await deliverAll(server, page);
    expect(page.replica.person?.id).toBe("ben");
    expect([votes(), page.votesOf("topic-0001"), device.length]).toEqual([0, 0, 1]);
    page.replica.close();
    const back = new Browser(server, "ana", device);
    back.wire.goUp();
    await deliverAll(server, back);
    expect([votes(), back.votesOf("topic-0001"), device.length]).toEqual([1, 1, 0]);
  });

  it("keeps nothing of a meetup that is gone when the page is back", async () => {
    const page = opened("ana");
    page.wire.goUp();
    await deliverAll(server, page);
    page.wire.goDown();
    expect(await views.read("porto")).toBeDefined();
    server.isDeleted = true;
    page.wire.goUp();
    await deliverAll(server, page);
    expect(page.replica.status).toEqual({ state: "deleted" });
    expect(await views.read("porto")).toBeUndefined();
  });

  it("[O1] what is done meanwhile is shown, kept and sent", async () => {
    await visit("ana");
    const page = opened("ana");
    await page.wait(6000);
    void page.replica.ask({ type: "vote.cast", topicId: "topic-0001" });
    expect(page.votesOf("topic-0001")).toBe(1);
    page.wire.goUp();
    await deliverAll(server, page);
    expect(server.me("ana").votes).toEqual(["topic-0001"]);
  });

  it("[O1] what one person saw is shown to nobody else", async () => {
    await visit("ana");
    for (const page of [opened("ben"), opened("ana", false)]) {
      await page.wait(6000);
      expect(page.replica.view).toBeUndefined();
    }
  });

  it.each(["unavailable", "fault"] as const)("[O1] shows it at once where the server answers %s", async (reason) => {
    await visit("ana");
    const page = opened("ana");
    page.wire.answersRead({ problem: problem(reason) });
    await settled();
    expect(page.replica.view).toEqual(server.story.view());
    expect(page.replica.reach).toBe("offline");
  });

  it("[O1] says offline only where there is no connection, and does as soon as that is lost", async () => {
    await visit("ana");
    const page = opened("ana");
    page.wire.goUp();
    page.wire.answersRead({ problem: problem("unavailable") });
    await settled();
    expect([page.replica.status.state, page.replica.reach]).toEqual(["open", "connecting"]);
    const other = opened("ana");
    other.wire.goUp();
    other.wire.goDown();
    other.wire.answersRead({ problem: problem("unavailable") });
    await settled();
    expect([other.replica.status.state, other.replica.reach]).toEqual(["open", "offline"]);
  });

  it("[O1] what the server says isn't there isn't shown from the device; asked once more, it is when it is there", async () => {
    await visit("ana");
    const page = opened("ana");
    page.wire.answersRead({ problem: problem("unknown-meetup") });
    server.isDeleted = true;
    page.wire.goUp();
    await deliverAll(server, page);
    expect(page.replica.status).toMatchObject({ state: "failed", problem: { status: 404 } });
    expect([page.replica.view, page.timers]).toEqual([undefined, 0]);
    page.replica.retry();
    expect(page.replica.status).toEqual({ state: "loading" });
    page.wire.answersRead({ problem: problem("unknown-meetup") });
    await deliverAll(server, page);
    expect(page.replica.status.state).toBe("failed");
    // On the connection that stands.
    server.isDeleted = false;
    page.replica.retry();
    await deliverAll(server, page);
    expect(page.replica.status).toEqual({ state: "open" });
    expect(page.replica.view).toEqual(server.story.view());
  });

  it("asked once more without a live connection, it shows what the server has by then", async () => {
    const page = opened("ana");
    page.wire.answersRead({ problem: problem("fault") });
    await settled();
    expect(page.replica.status.state).toBe("failed");
    page.replica.retry();
    page.wire.answersRead();
    await settled();
    expect(page.replica.status).toEqual({ state: "open" });
  });

  it("[A12] what was on its way when somebody took a name, for nobody's eyes, is read anew as them", async () => {
    server.does("ben", { type: "sideGroup.start", id: "group-001", title: "Ironic at scale", place: "Sofa" });
    const page = opened("ana", false);
    const forNobody = server.whole(page.wire);
    page.takesAName();
    page.wire.answersRead(forNobody);
    await settled();
    expect(page.replica.view?.sideGroups[0]?.members).toBe(1);
    page.wire.goUp();
    await deliverAll(server, page);
    expect(page.replica.view?.sideGroups[0]?.members).toEqual(["ben"]);
    expect(page.replica.me).toEqual(server.me("ana"));
  });

  it("[O1] however short a visit was, what was seen in it is kept", async () => {
    const page = opened("ana");
    page.wire.goUp();
    await deliverAll(server, page);
    page.replica.keepNow();
    expect((await views.read("porto"))?.view).toEqual(server.story.view());
  });

  it.each([
    ["before the server has said who this is", (page: Browser) => page.wire.answersRead()],
    ["after", (page: Browser) => (page.hearsWhoItIs(), page.wire.answersRead())],
  ])("[O1] what was seen without a live connection is kept for who saw it, if it came %s", async (_, comes) => {
    const page = opened("ana", false);
    page.wire.isNamed = true;
    comes(page);
    await settled();
    page.replica.keepNow();
    expect(await views.read("porto")).toMatchObject({ personId: "ana", view: server.story.view() });
    // Nor is it sent a second time.
    page.hearsWhoItIs();
    page.wire.goUp();
    await deliverAll(server, page);
    expect(page.replica.reach).toBe("live");
    expect(server.wholeAnswers).toBe(1);
  });

  it("[O1] who is known only later sees it then", async () => {
    await visit("ana");
    const page = opened("ana", false);
    await page.wait(6000);
    page.takesAName();
    await settled();
    expect(page.replica.view).toBeDefined();
  });

  it("keeps news in a while, what a lost connection may have made the last at once, and nothing of what is deleted", async () => {
    const page = opened("ana");
    page.wire.goUp();
    await deliverAll(server, page);
    await page.wait(1000);
    const first = await views.read("porto");
    server.does("ben", { type: "topic.propose", id: "topic-0002", title: "Packaging" });
    await deliverAll(server, page);
    await page.wait(5000);
    expect(await views.read("porto")).toEqual(first);
    page.wire.goDown();
    expect((await views.read("porto"))?.view.topics).toHaveLength(2);
    page.wire.goUp();
    await deliverAll(server, page);
    page.wire.down((listener) =>
      listener.changes({
        slug: "porto",
        from: server.seq,
        seq: server.seq + 1,
        changes: [{ kind: "meetup", gone: true }],
      }),
    );
    await deliverAll(server, page);
    expect(page.replica.status).toEqual({ state: "deleted" });
    expect(await views.read("porto")).toBeUndefined();
  });
});

describe("the service worker", () => {
  const origin = "https://meet.example";
  const handling = (path: string, mode = "navigate", method = "GET") =>
    handlingOf({ method, mode, url: new URL(path, origin).href }, origin);

  it.each([
    "/",
    "/?unknown-code",
    "/m/porto",
    "/m/porto/",
    "/m/porto/7",
    "/m/porto/practical",
    "/m/porto/wall?room=dom",
  ])("[O2] shows the page at %s without network", (path) => expect(handling(path)).toBe("page"));

  it.each([
    "/api/meetups/porto",
    "/j/KITE-42",
    "/socket.io/?EIO=4",
    "/notes/abcdefgh",
    "/m/porto/export.md",
    "/m/porto/now.json",
    "/m/porto/notes/abcdefgh.md",
    "/m/porto/history.atom",
    "/healthz",
    "/sw.js",
    "https://elsewhere.example/m/porto",
    "https://elsewhere.example/assets/a.js",
  ])("[O3] leaves %s alone, however it is asked for", (path) => {
    for (const mode of ["navigate", "cors", "no-cors", "same-origin"]) expect(handling(path, mode)).toBe("leave");
  });

  it("[O3] keeps the app's files, and nothing that is sent", () => {
    expect(handling("/assets/index-abc.js", "cors")).toBe("built-file");
    expect(handling("/theme.js", "no-cors")).toBe("plain-file");
    expect(handling("/m/porto", "cors")).toBe("leave");
    for (const path of ["/", "/m/porto", "/assets/index-abc.js"])
      expect(handling(path, "navigate", "POST")).toBe("leave");
  });

  it("[O2] keeps the files of the build before, whose pages are open still, and none older", () => {
    const whole = (...names: string[]) => names.map((name) => ({ name, filled: "all" as const }));
    const dropped = cachesToDrop(whole("midcycle-1", "midcycle-2", "other", "midcycle-3"), "midcycle-3");
    expect(dropped).toEqual(["midcycle-1"]);
    expect(cachesToDrop(whole("midcycle-1", "midcycle-2"), "midcycle-2")).toEqual([]);
    expect(cachesToDrop(whole("midcycle-2"), "midcycle-2")).toEqual([]);
  });

  it("[O4] keeps what came whole before what could not be fetched, and that too where it shows notes", () => {
    const caches = (...filled: Filled[]) => filled.map((each, at) => ({ name: `midcycle-${at}`, filled: each }));
    expect(cachesToDrop(caches("all", "less", "all"), "midcycle-2")).toEqual(["midcycle-1"]);
    expect(cachesToDrop(caches("all", "document", "all"), "midcycle-2")).toEqual([]);
    expect(cachesToDrop(caches("document", "all", "document", "document", "all"), "midcycle-4")).toEqual([
      "midcycle-0",
      "midcycle-2",
    ]);
    expect(cachesToDrop(caches("document", "less", "all"), "midcycle-2")).toEqual(["midcycle-1"]);
  });

  it("[O4] keeps what of a newer build has come so far, which goes on coming", () => {
    const caches = (...filled: Filled[]) => filled.map((each, at) => ({ name: `midcycle-${at}`, filled: each }));
    expect(cachesToDrop(caches("all", "all", "less"), "midcycle-1")).toEqual([]);
    expect(cachesToDrop(caches("all", "less", "all", "less", "document"), "midcycle-2")).toEqual(["midcycle-1"]);
  });
});
