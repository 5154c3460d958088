import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { padFiles } from "../../shared/exports/meetup-files.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { freshId } from "./support/fresh-id.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000" } });
});
afterAll(() => server.stop());

describe("export.zip", () => {
  test("[E5] [E6] has every pad once, byte for byte as it is exported alone, and the rest as documents", async () => {
    const ana = await named(server.url, "Ana");
    const { slug } = await ana.makesMeetup({ title: "Operators: <Porto> / 2026" });
    const [a, b] = [await ana.proposes(slug, "Rabbit & Co"), await ana.proposes(slug, "日本語の話題 ../../etc")];
    await ana.proposes(slug, "CON");
    const place = { roomId: freshId("room"), slotId: freshId("slot") };
    await ana.does(slug, { type: "room.add", id: place.roomId, name: "Room 1" });
    const times = { startsAt: "2026-12-01T09:00:00Z", endsAt: "2026-12-01T10:00:00Z" };
    await ana.does(slug, { type: "slot.add", id: place.slotId, ...times });
    const sessionId = freshId("session");
    await ana.does(slug, { type: "session.schedule", id: sessionId, topicIds: [a, b], ...place });
    await ana.does(slug, { type: "session.cancel", sessionId });
    await ana.does(slug, { type: "session.schedule", id: freshId("session"), topicIds: [a], ...place });
    await ana.does(slug, { type: "sideGroup.start", id: freshId("group"), topicId: b });
    const { view } = await ana.look(slug);
    const writer = new PadWriter(ana, view.topics[0]!.padId);
    await writer.synced();
    writer.types("## Ended\r\n- [ ] Ask Bo 👩‍🚀\r\nno line end");
    await writer.saved();
    writer.close();

    const response = await fetch(`${server.url}/m/${slug}/export.zip`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/zip"]);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${slug}.zip"`);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const text = (path: string) => Buffer.from(files[path]!).toString("utf8");
    const paths = Object.keys(files);
    expect(paths.filter((path) => path.includes("/")).map((path) => path.split("/")[0])).toEqual([
      "sessions",
      "side-groups",
      "topics",
      "sessions",
    ]);
    for (const path of paths)
      expect(path).toMatch(/^(?:README\.md|actions\.md|data\.json|[a-z-]+\/[\p{L}\p{N}_-]+\.md)$/u);
    const data = JSON.parse(text("data.json")) as { notes: Record<string, string> };
    expect(Object.keys(data.notes)).toHaveLength(4);
    expect((await ana.get<typeof data>(`/m/${slug}/export.json`)).body.notes).toEqual(data.notes);
    for (const padId of Object.keys(data.notes)) {
      const alone = await ana.get(`/m/${slug}/notes/${padId}.md`);
      expect(paths.filter((path) => text(path) === alone.text)).toHaveLength(1);
    }
    expect(text(paths.find((path) => path.startsWith("sessions/001-rabbit-co-"))!)).toMatch(/👩‍🚀\r\nno line end$/u);
    expect(text("actions.md")).toContain("- [ ] Ask Bo 👩‍🚀 (Rabbit & Co) ^");
    expect(text("README.md")).toMatch(
      /^# Operators: \\<Porto\\> \/ 2026\n[^]*## Agenda[^]*## Files\n\n- \[Rabbit & Co\]\(sessions\//u,
    );
  });

  test("of an unknown meetup is 404, and an empty one has its documents", async () => {
    const ana = await named(server.url, "Ana");
    const { slug } = await ana.makesMeetup();
    expect((await new Visitor(server.url).get("/m/nowhere-at-all/export.zip")).status).toBe(404);
    const response = await fetch(`${server.url}/m/${slug}/export.zip`);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(Object.keys(files)).toEqual(["README.md", "actions.md", "data.json"]);
  });
});

describe("actions", () => {
  test("[E8] are listed with ids that stay through edits, kills, export and import", async () => {
    const ana = await named(server.url, "Ana Costa");
    const { slug } = await ana.makesMeetup();
    const padId = await ana.makesPad(slug, "Rabbit & Co");
    const listed = async () => (await new Visitor(server.url).get<ListedAction[]>(`/api/meetups/${slug}/actions`)).body;
    expect(await listed()).toEqual([]);
    let writer = new PadWriter(ana, padId);
    await writer.synced();
    writer.types("- [ ] @ana costa asks Bo by 2026-12-24\r\nBen files a bug ##action\n- [-] Nothing any more\n");
    await writer.saved();
    const before = await listed();
    expect(before).toMatchObject([
      { text: "@ana costa asks Bo by 2026-12-24", owner: "Ana Costa", due: "2026-12-24", state: "open", padId },
      { text: "Ben files a bug", owner: null, due: null, state: "open", padId },
      { text: "Nothing any more", owner: null, due: null, state: "dropped", padId },
    ]);
    const text = () => writer.text.toString();
    writer.text.insert(0, "A line above\n");
    const box = text().indexOf("[ ] @ana");
    writer.text.delete(box + 1, 1);
    writer.text.insert(box + 1, "x");
    writer.text.insert(text().indexOf("asks Bo"), "wrote to Chi and ");
    await writer.saved();
    await server.kill("SIGKILL");
    await server.restart();
    const after = await listed();
    expect(after.map(({ id, line }) => [id, line])).toEqual(before.map(({ id, line }) => [id, line + 1]));
    expect(after[0]).toMatchObject({ state: "done", text: "@ana costa wrote to Chi and asks Bo by 2026-12-24" });
    writer.close();

    // What is taken home and put into another meetup's notes is the same action there.
    const exported = (await ana.get(`/m/${slug}/export.md`)).text.split("## Actions\n\n").at(-1)!;
    const other = (await ana.makesMeetup()).slug;
    writer = new PadWriter(ana, await ana.makesPad(other));
    await writer.synced();
    writer.types(exported);
    await writer.saved();
    writer.close();
    const there = (await ana.get<ListedAction[]>(`/api/meetups/${other}/actions`)).body;
    expect(there.map(({ id, state, owner, due }) => ({ id, state, owner, due }))).toEqual(
      after.map(({ id, state, owner, due }) => ({ id, state, owner, due })),
    );
  });
});

test("[E8] an action is theirs who have only joined a side group, for whoever reads it", async () => {
  const [ana, zoe] = [await named(server.url, "Ana Costa"), await named(server.url, "Zoe do Carmo")];
  const { slug } = await ana.makesMeetup();
  const sideGroupId = freshId("group");
  await ana.does(slug, { type: "sideGroup.start", id: sideGroupId, title: "Rabbits" });
  await zoe.does(slug, { type: "sideGroup.join", sideGroupId });
  const { padId } = (await zoe.look(slug)).view.sideGroups[0]!;
  const writer = new PadWriter(ana, padId);
  await writer.synced();
  writer.types("\n- [ ] @Zoe do Carmo feeds them");
  await writer.saved();
  writer.close();
  const reader = new Visitor(server.url);
  const { body } = await reader.get<ListedAction[]>(`/api/meetups/${slug}/actions`);
  expect(body.map(({ owner }) => owner)).toEqual(["Zoe do Carmo"]);
});

describe("names of files", () => {
  test("[E6] are kept apart where ids differ only in case, and are never too long", () => {
    const meetup = new MeetupStory();
    for (const id of ["Topic-00A", "topic-00a"])
      meetup.record("olga", {
        type: "topic.proposed",
        padId: `pad-of-${id}`,
        topic: { id, title: "𐐀".repeat(140), description: "", tags: [] },
      });
    const view = meetup.view();
    view.topics[1]!.number = 1;
    const [first, second] = padFiles(view, []).map(({ path }) => path);
    expect(first!.toLowerCase()).not.toBe(second!.toLowerCase());
    expect(Buffer.byteLength(first!)).toBeLessThan(255);
  });
});
