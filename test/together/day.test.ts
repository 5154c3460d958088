import { beforeAll, describe, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let ana: Visitor;
let mo: Visitor;
let nobody: Visitor;
let slug: string;
let topicId: string;

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 9, 10, minutes)).toISOString();

beforeAll(async () => {
  server = await sharedServer();
  nobody = new Visitor(server.url, "nobody");
  [olga, ana, mo] = (await Promise.all(["Olga", "Ana", "Mo"].map((name) => named(server.url, name)))) as [
    Visitor,
    Visitor,
    Visitor,
  ];
  ({ slug } = await olga.makesMeetup());
  topicId = await ana.proposes(slug, "Packaging");
  await olga.does(slug, { type: "room.add", id: "main-hall", name: "Main hall" });
  await olga.does(slug, { type: "slot.add", id: "slot-ten-00", startsAt: at(0), endsAt: at(45) });
  const cell = { roomId: "main-hall", slotId: "slot-ten-00" };
  await olga.does(slug, { type: "session.schedule", id: "session-1", topicIds: [topicId], ...cell });
});

describe("the day", () => {
  test("[D1] someone who has done nothing here yet is named to moderate, by name, and then may", async () => {
    const edit = { type: "session.edit", sessionId: "session-1" };
    const stranger = await olga.command(slug, {
      ...edit,
      moderators: [{ personId: mo.id }, { personId: "nobody-here" }],
    });
    expect(stranger).toMatchObject({ status: 404, body: { errors: [{ path: "moderators.1.personId" }] } });
    expect((await mo.command(slug, { type: "session.setFull", sessionId: "session-1", full: true })).status).toBe(403);
    await olga.does(slug, { ...edit, moderators: [{ personId: mo.id }] });
    const { view } = await nobody.look(slug);
    expect(view.sessions[0]!.moderators).toEqual([{ personId: mo.id }]);
    expect(view.people.names[mo.id]).toMatchObject({ name: "Mo" });
    await mo.does(slug, { type: "session.setFull", sessionId: "session-1", full: true });
    await server.kill("SIGTERM");
    await server.restart();
    expect((await nobody.look(slug)).view).toMatchObject({
      sessions: [{ full: true }],
      people: { names: { [mo.id]: { name: "Mo" } } },
    });
    expect((await nobody.get(`/m/${slug}/export.md`)).text).toContain("moderated by Mo");
  });

  test("[A11] of several who want the last seat at once, one gets it", async () => {
    await ana.does(slug, { type: "sideGroup.start", id: "group-001", title: "Lunch", capacity: 2 });
    const rivals = await Promise.all(["Ben", "Chi", "Dan", "Eva"].map((name) => named(server.url, name)));
    const answers = await Promise.all(
      rivals.map((each) => each.command(slug, { type: "sideGroup.join", sideGroupId: "group-001" })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
    expect((await nobody.look(slug)).view.sideGroups.find(({ id }) => id === "group-001")!.members).toBe(2);
  });

  test("[D5] who voted is invited in their own part, and nobody else learns of it", async () => {
    const vera = await named(server.url, "Vera Votes");
    await vera.does(slug, { type: "vote.cast", topicId });
    await ana.does(slug, { type: "sideGroup.start", id: "group-002", topicId });
    expect((await vera.look(slug)).me).toMatchObject({ invitedTo: ["group-002"] });
    for (const other of [olga, ana, nobody]) {
      const seen = JSON.stringify([await other.look(slug), (await other.get(`/m/${slug}/export.json`)).text]);
      expect(seen).not.toContain(vera.id);
      expect(seen).not.toContain("Vera");
    }
  });
});
