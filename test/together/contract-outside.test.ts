import { beforeAll, describe, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import type { Look } from "./support/contract-types.ts";
import { rawRequest } from "./support/raw-request.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let nobody: Visitor;
let ana: Visitor;
let bo: Visitor;

beforeAll(async () => {
  server = await sharedServer();
  nobody = new Visitor(server.url, "nobody");
  ana = await named(server.url, "Ana");
  bo = await named(server.url, "Bo");
});

describe("who one is", () => {
  test("a name is taken once and changed after; the cookie is HttpOnly, SameSite=Lax and for the whole site", async () => {
    const cy = new Visitor(server.url, "Cy");
    const first = await cy.takeName("  Cy  ");
    expect(first.status).toBe(201);
    expect(first.body).toEqual({ id: expect.any(String), name: "Cy", color: expect.stringMatching(/^#[0-9a-f]{6}$/u) });
    const [cookie] = first.headers.getSetCookie();
    expect(cookie).toMatch(/^midcycle=[A-Za-z0-9_-]{22,};/u);
    expect(cookie).toMatch(/; *HttpOnly/iu);
    expect(cookie).toMatch(/; *SameSite=Lax/iu);
    expect(cookie).toMatch(/; *Path=\/(;|$)/iu);
    expect(cookie).not.toMatch(/; *Secure/iu);
    expect(first.headers.get("cache-control")).toMatch(/no-store|no-cache/u);
    const second = await cy.takeName("Cyril");
    expect(second.status).toBe(200);
    expect(second.body).toEqual({ ...first.body, name: "Cyril" });
    expect((await cy.get("/api/me")).body).toEqual(second.body);
    const colored = await cy.ask<{ color: string }>("PUT", "/api/me", { body: { name: "Cyril", color: "#028039" } });
    expect(colored.body.color).toBe("#028039");
  });

  test("two people may have one name, and are two", async () => {
    const [one, two] = [await named(server.url, "Kim"), await named(server.url, "Kim")];
    expect(one.id).not.toBe(two.id);
  });

  test("signing out is for this device, and makes its cookie worthless", async () => {
    const di = await named(server.url, "Di");
    const answer = await di.ask("DELETE", "/api/me");
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^midcycle=;.*Max-Age=0/iu);
    expect((await di.get("/api/me")).status).toBe(401);
    expect((await di.post("/api/meetups", { title: "No more" })).status).toBe(401);
    expect((await nobody.ask("DELETE", "/api/me")).status).toBe(204);
  });
});

describe("reading a meetup", () => {
  test("it has all the fields that the interface names", async () => {
    const { slug } = await ana.makesMeetup({
      title: "  Porto  ",
      startsOn: "2026-12-01",
      endsOn: "2026-12-02",
      timezone: "Europe/Lisbon",
      place: "Alfândega",
      description: "Two days",
    });
    await bo.proposes(slug, "Packaging");
    await ana.does(slug, { type: "room.add", id: "room-one", name: "Room 1" });
    await ana.does(slug, {
      type: "slot.add",
      id: "slot-one",
      startsAt: "2026-12-01T09:00:00Z",
      endsAt: "2026-12-01T09:45:00Z",
    });
    await ana.does(slug, {
      type: "session.schedule",
      id: "welcome-1",
      topicIds: [],
      title: "Welcome",
      roomId: "room-one",
      slotId: "slot-one",
    });
    await bo.does(slug, { type: "sideGroup.start", id: "group-one", title: "A group" });
    const { seq, view, me } = await ana.look(slug);
    const fields = (thing: object | undefined, names: string) =>
      expect(Object.keys(thing ?? {})).toEqual(expect.arrayContaining(names.split(" ")));
    expect(seq).toBeGreaterThan(0);
    fields(view, "meetup people topics rooms slots sessions sideGroups schedule announcements");
    fields(
      view.meetup,
      "slug code title description startsOn endsOn timezone place phase listed previous notesUntil proposals voting",
    );
    fields(view.meetup.proposals as object, "open closesAt");
    fields(view.meetup.voting as object, "open closesAt picks tallies");
    fields(view.people, "count voted names");
    fields(
      view.topics[0],
      "id number title description tags proposedBy proposedAt status votes picks shown support lens comments volunteers mergedInto padId",
    );
    fields(view.rooms[0], "id name capacity where link");
    fields(view.slots[0], "id startsAt endsAt label kind");
    fields(view.sessions[0], "id title topicIds roomId slotId startsAt endsAt moderators padId state full outcome");
    fields(view.sideGroups[0], "id title topicId sessionId place startsAt capacity host members padId state outcome");
    fields(view.schedule, "published version at");
    fields(me!, "id role votes picks picksLeft plan profile");
    expect(view.meetup).toMatchObject({
      title: "Porto",
      code: expect.stringMatching(/^[A-Z]{4}-[0-9]{2}$/u),
      phase: "gathering",
      listed: false,
      timezone: "Europe/Lisbon",
      notesUntil: "2026-12-16",
      proposals: { open: true, closesAt: null },
      voting: { open: true, closesAt: null, picks: 3, tallies: "live" },
    });
    expect(me).toMatchObject({ role: "organizer", picksLeft: 3 });
    expect((await bo.look(slug)).me).toMatchObject({ role: "participant" });
    // Unlisted addresses and pads can't be guessed.
    expect(slug).toMatch(/^[a-z0-9-]{16,}$/u);
    for (const { padId } of [...view.topics, ...view.sessions, ...view.sideGroups])
      expect(padId).toMatch(/^[A-Za-z0-9_-]{14,40}$/u);
  });

  test("an ETag over seq and person spares what hasn't changed, and nothing else", async () => {
    const { slug } = await ana.makesMeetup();
    const path = `/api/meetups/${slug}`;
    const first = await ana.get(path);
    const tag = first.headers.get("etag")!;
    expect(tag).toMatch(/^(W\/)?"[^"]+"$/u);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    const same = await ana.get(path, { "If-None-Match": tag });
    expect([same.status, same.text]).toEqual([304, ""]);
    expect(same.headers.get("etag")).toBe(tag);
    // As a cache may write it: among others, or any.
    expect((await ana.get(path, { "If-None-Match": `"other", ${tag}` })).status).toBe(304);
    expect((await ana.get(path, { "If-None-Match": tag.replace("W/", "") })).status).toBe(304);
    expect((await ana.get(path, { "If-None-Match": "*" })).status).toBe(304);
    // Another person's answer is another.
    expect((await bo.get(path)).headers.get("etag")).not.toBe(tag);
    expect((await bo.get(path, { "If-None-Match": tag })).status).toBe(200);
    expect((await nobody.get(path, { "If-None-Match": tag })).status).toBe(200);
    await ana.proposes(slug, "Something new");
    const changed = await ana.get<Look>(path, { "If-None-Match": tag });
    expect(changed.status).toBe(200);
    expect(changed.body.view.topics).toHaveLength(1);
    // A changed name is something new as well.
    const before = changed.headers.get("etag")!;
    await ana.takeName("Ana Maria");
    const renamed = await ana.get<Look>(path, { "If-None-Match": before });
    expect(renamed.status).toBe(200);
    expect(renamed.body.view.people.names[ana.id]!.name).toBe("Ana Maria");
    await ana.takeName("Ana");
  });

  test("unlisted meetups ask search engines to stay away, listed ones don't; only these are on the list", async () => {
    const hidden = await ana.makesMeetup({ title: "Hidden in Porto" });
    const shown = await ana.makesMeetup({
      title: "Shown in Porto",
      listed: true,
      startsOn: "2026-12-01",
      place: "Porto",
    });
    const older = await ana.makesMeetup({ title: "Shown before", listed: true, startsOn: "2025-12-01" });
    await bo.proposes(shown.slug, "Packaging");
    for (const path of ["/api/meetups/", "/m/"]) {
      expect((await nobody.get(path + hidden.slug)).headers.get("x-robots-tag")).toContain("noindex");
      expect((await nobody.get(path + shown.slug)).headers.get("x-robots-tag")).toBeNull();
    }
    const list = await nobody.get<{ meetups: { slug: string }[] }>("/api/meetups");
    const slugs = list.body.meetups.map(({ slug }) => slug);
    expect(slugs).not.toContain(hidden.slug);
    expect(slugs.indexOf(shown.slug)).toBeLessThan(slugs.indexOf(older.slug));
    expect(list.body.meetups.find(({ slug }) => slug === shown.slug)).toMatchObject({
      title: "Shown in Porto",
      startsOn: "2026-12-01",
      endsOn: "2026-12-01",
      place: "Porto",
      phase: "gathering",
      topics: 1,
      people: 2,
    });
    expect(list.text).not.toContain("Hidden in Porto");
    // Those without a day are as new as they are.
    for (const slug of ["and-later", "made-later"]) await ana.makesMeetup({ slug, listed: true });
    const all = (await nobody.get<{ meetups: { slug: string }[] }>("/api/meetups")).body.meetups;
    const three = ["made-later", "and-later", older.slug];
    expect(all.map(({ slug }) => slug).filter((slug) => three.includes(slug))).toEqual(three);
    await ana.does(older.slug, { type: "meetup.delete" });
    expect((await nobody.get("/api/meetups")).text).not.toContain(older.slug);
  });

  test("a join code leads to its meetup however it is typed", async () => {
    const { slug, code } = await ana.makesMeetup();
    const spellings = [code, code.toLowerCase(), code.replace("-", ""), code.toLowerCase().replace("-", "")];
    for (const spelling of spellings) {
      const { status, headers } = await nobody.get(`/j/${spelling}`);
      expect([spelling, status, headers.get("location")]).toEqual([
        spelling,
        expect.toBeOneOf([302, 303, 307]),
        expect.stringMatching(new RegExp(`/m/${slug}$`, "u")),
      ]);
    }
  });
});

describe("the organizer's link", () => {
  test("its token makes one an organizer; a new link stops the earlier ones", async () => {
    const { slug, organizerUrl } = await ana.makesMeetup();
    const token = organizerUrl.split("#organizer=")[1]!;
    const [one, two, three] = [
      await named(server.url, "One"),
      await named(server.url, "Two"),
      await named(server.url, "Three"),
    ];
    const swap = (visitor: Visitor, value: unknown) => visitor.post(`/api/meetups/${slug}/organizer`, { token: value });
    expect((await swap(one, token)).status).toBe(200);
    const { seq } = await one.look(slug);
    expect((await swap(one, token)).status).toBe(200);
    expect((await one.look(slug)).seq).toBe(seq);
    expect((await one.look(slug)).me!.role).toBe("organizer");
    await one.does(slug, { type: "room.add", id: "room-one", name: "Room 1" });
    // An organizer who came by link may renew it; from then on only the new one works.
    const renewed = (await one.ask<{ organizerUrl: string }>("POST", `/api/meetups/${slug}/organizer-link`)).body
      .organizerUrl;
    expect((await swap(two, token)).status).toBe(403);
    expect((await two.look(slug)).me!.role).toBe("participant");
    expect((await swap(three, renewed.split("#organizer=")[1])).status).toBe(200);
    // Who is organizer stays it.
    expect((await one.look(slug)).me!.role).toBe("organizer");
    // A token is for its own meetup.
    const { slug: other } = await ana.makesMeetup();
    expect((await two.post(`/api/meetups/${other}/organizer`, { token: renewed.split("#organizer=")[1] })).status).toBe(
      403,
    );
    for (const odd of ["", 5, null, { $ne: "" }, ["x"], "x".repeat(10_000)])
      expect((await swap(two, odd)).status).toBe(422);
  });
});

describe("the wire", () => {
  test("health and readiness", async () => {
    expect((await nobody.get("/healthz")).status).toBe(200);
    expect((await nobody.get("/readyz")).status).toBe(200);
  });

  test("pages and API carry the headers that keep a browser safe", async () => {
    for (const path of ["/", "/api/meetups", "/api/me", "/healthz"]) {
      const { headers } = await nobody.get(path);
      const policy = headers.get("content-security-policy") ?? "";
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "style-src-attr 'unsafe-inline'",
      ])
        expect([path, policy]).toEqual([path, expect.stringContaining(part)]);
      expect(policy).not.toMatch(/unsafe-eval|(?<!style-src-attr )'unsafe-inline'|\*/u);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-powered-by")).toBeNull();
    }
  });

  test("what is one's own is never kept by caches between", async () => {
    const { slug } = await ana.makesMeetup();
    await ana.proposes(slug, "Packaging");
    const { padId, id } = (await ana.look(slug)).view.topics[0]!;
    for (const path of [
      "/api/me",
      `/api/meetups/${slug}`,
      `/api/meetups/${slug}/topics/${id}/comments`,
      `/m/${slug}/export.md`,
      `/m/${slug}/notes/${padId}.md`,
    ])
      expect([path, (await ana.get(path)).headers.get("cache-control")]).toEqual([
        path,
        expect.stringMatching(/no-store|private/u),
      ]);
  });

  test("pages are HTML at their addresses; an unknown meetup and a mistyped address are 404 pages", async () => {
    const { slug } = await ana.makesMeetup();
    for (const [path, status] of [
      ["/", 200],
      [`/m/${slug}`, 200],
      [`/m/${slug}/1`, 200],
      [`/m/${slug}/schedule/suggestions/`, 200],
      [`/m/${slug}/notes/some-pad-id`, 200],
      [`/m/${slug}/nothing`, 404],
      [`/m/${slug}/schedule/nothing`, 404],
      ["/m/no-such-meetup", 404],
      ["/agneda", 404],
      ["/notes/", 404],
    ] as const) {
      const answer = await rawRequest(server.url, { path, headers: { Accept: "text/html" } });
      expect([path, answer.status, answer.headers["content-type"]]).toEqual([
        path,
        status,
        expect.stringMatching(/^text\/html/u),
      ]);
    }
    // What the page asks first is named with it, of what there is only.
    for (const [path, ...asked] of [
      ["/", "/api/meetups"],
      [`/m/${slug}/1`, `/api/meetups/${slug}`],
      ["/m/no-such-meetup"],
    ] as const) {
      const { headers } = await rawRequest(server.url, { path, headers: { Accept: "text/html" } });
      const named = String(headers["link"]).matchAll(/<([^>]+)>; rel=preload; as=fetch; crossorigin/gu);
      expect([path, ...Array.from(named, ([, address]) => address)]).toEqual([path, "/api/me?or=nobody", ...asked]);
    }
    for (const [path, accept] of [
      ["/agneda", "*/*"],
      ["/agneda.png", "text/html"],
      ["/api/agneda", "text/html"],
    ] as const) {
      const answer = await rawRequest(server.url, { path, headers: { Accept: accept } });
      expect([path, answer.status, answer.headers["content-type"]]).toEqual([
        path,
        404,
        expect.stringMatching(/^application\/problem\+json/u),
      ]);
    }
  });

  test("the OpenAPI document names every route of the API", async () => {
    const { body } = await nobody.get<{ openapi: string; paths: Record<string, unknown> }>("/api/openapi.json");
    expect(body.openapi).toMatch(/^3\.1/u);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        "/api/me",
        "/api/meetups",
        "/api/meetups/{slug}",
        "/api/meetups/{slug}/commands",
        "/api/meetups/{slug}/organizer",
        "/api/meetups/{slug}/organizer-link",
        "/api/meetups/{slug}/topics/{topicId}/comments",
      ]),
    );
  });
});

describe("[E1] [E2] taking it home", () => {
  test("text that looks like markup, headings or fences can't change what an export says", async () => {
    const { slug } = await ana.makesMeetup({ title: "---\u00a0quirks: [a] #1 \"quoted\" 'single'" });
    const titles = [
      "<script>alert(1)</script>",
      "# A heading?",
      "[x](javascript:alert(1))",
      "`code` *bold* _it_ | pipe",
      "--- title: other",
      "1. numbered",
      "Täöü 日本語 🦊 مرحبا",
    ];
    for (const title of titles) await bo.proposes(slug, title);
    const whole = await nobody.get(`/m/${slug}/export.md`);
    expect(whole.status).toBe(200);
    expect(whole.text).not.toMatch(/(?<!\\)<script>/u);
    expect(whole.text).not.toMatch(/(?<!\\)\]\(javascript:/u);
    expect(whole.text).not.toMatch(/^#\s+A heading\?/mu);
    expect(whole.text).toContain("Täöü 日本語 🦊 مرحبا");
    expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
    for (const { padId } of (await nobody.look(slug)).view.topics) {
      const pad = await nobody.get(`/m/${slug}/notes/${padId}.md`);
      expect(pad.status).toBe(200);
      expect(pad.text.startsWith("---\n")).toBe(true);
      expect(pad.text.split("\n---\n").length).toBeGreaterThanOrEqual(2);
    }
  });

  test("a pad is exported under its own meetup only", async () => {
    const [one, two] = [await ana.makesMeetup(), await ana.makesMeetup()];
    await bo.proposes(one.slug, "Packaging");
    const { padId } = (await bo.look(one.slug)).view.topics[0]!;
    expect((await nobody.get(`/m/${one.slug}/notes/${padId}.md`)).status).toBe(200);
    expect((await nobody.get(`/m/${two.slug}/notes/${padId}.md`)).status).toBe(404);
  });
});
