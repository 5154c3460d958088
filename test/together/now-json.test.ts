import { beforeAll, expect, test } from "vitest";
import type { NowJson } from "../../shared/exports/now-json.ts";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await sharedServer();
});

test("[V2] now.json is read by anyone outside a browser, and says 304 until something changes", async () => {
  const olga = await named(server.url, "Olga");
  const { slug } = await olga.makesMeetup();
  const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();
  const commands = [
    { type: "room.add", id: "room-dom-1", name: "Dom" },
    { type: "slot.add", id: "slot-now-1", startsAt: minutes(-100), endsAt: minutes(100) },
    {
      type: "session.schedule",
      id: "session-01",
      topicIds: [],
      title: "Opening",
      roomId: "room-dom-1",
      slotId: "slot-now-1",
    },
  ];
  expect((await olga.post(`/api/meetups/${slug}/commands`, { type: "batch", commands })).status).toBe(200);

  const bot = new Visitor(server.url, "bot");
  const first = await bot.get<NowJson>(`/m/${slug}/now.json`);
  expect(first.status).toBe(200);
  expect(first.headers.get("cache-control")).toBe("public, max-age=10");
  expect(first.headers.get("x-robots-tag")).toBe("noindex");
  expect(first.headers.get("access-control-allow-origin")).toBeNull();
  expect(first.body.now).toMatchObject([{ id: "session-01", room: { name: "Dom" } }]);
  expect(first.body.meetup.url).toBe(`${server.url}/m/${slug}`);

  // Whoever asks does so within a minute, or in two: the second one then has the new minute's tag.
  const again = async () => {
    const tag = (await bot.get(`/m/${slug}/now.json`)).headers.get("etag")!;
    return (await bot.get(`/m/${slug}/now.json`, { "If-None-Match": tag })).status;
  };
  expect([await again(), await again()]).toContain(304);

  await olga.post(`/api/meetups/${slug}/commands`, { type: "session.cancel", sessionId: "session-01" });
  const tag = first.headers.get("etag")!;
  const later = await bot.get<NowJson>(`/m/${slug}/now.json`, { "If-None-Match": tag });
  expect(later).toMatchObject({ status: 200, body: { now: [] } });
  expect((await bot.get(`/m/${slug}/now.json`, { Origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await bot.get("/m/nowhere-at-all/now.json")).status).toBe(404);
  expect((await bot.post(`/m/${slug}/now.json`, {})).status).toBe(405);
});

test("[E7] the schedule is read as a calendar, as XML and as JSON by anyone, with links to where it came from", async () => {
  const olga = await named(server.url, "Olga");
  const { slug } = await olga.makesMeetup({ title: "Ops, today", timezone: "Europe/Lisbon" });
  const commands = [
    { type: "room.add", id: "room-dom-1", name: "Dom" },
    { type: "slot.add", id: "slot-one", startsAt: "2026-07-01T09:00:00Z", endsAt: "2026-07-01T09:45:00Z" },
    {
      type: "session.schedule",
      id: "session-01",
      topicIds: [],
      title: "Opening",
      roomId: "room-dom-1",
      slotId: "slot-one",
    },
    { type: "sideGroup.start", id: "group-01", title: "Runbooks", startsAt: "2026-07-01T11:00:00Z" },
  ];
  expect((await olga.post(`/api/meetups/${slug}/commands`, { type: "batch", commands })).status).toBe(200);
  const nobody = new Visitor(server.url, "nobody");
  for (const [form, type, said] of [
    [
      "ics",
      "text/calendar; charset=utf-8",
      ["SUMMARY:Opening", "SUMMARY:Side group: Runbooks", "DTSTART:20260701T090000Z"],
    ],
    ["xml", "application/xml; charset=utf-8", ["<title>Opening</title>", "<date>2026-07-01T10:00:00+01:00</date>"]],
    [
      "json",
      "application/json; charset=utf-8",
      [`"startsAt": "2026-07-01T10:00:00+01:00"`, `${server.url}/m/${slug}/notes/`],
    ],
  ] as const) {
    const { status, headers, text } = await nobody.get(`/m/${slug}/schedule.${form}`);
    expect([status, headers.get("content-type"), headers.get("x-robots-tag")]).toEqual([200, type, "noindex"]);
    for (const words of said) expect(text).toContain(words);
    expect((await olga.post(`/m/${slug}/schedule.${form}`, {})).status).toBe(405);
    expect((await nobody.get(`/m/no-such-meetup/schedule.${form}`)).status).toBe(404);
  }
});
