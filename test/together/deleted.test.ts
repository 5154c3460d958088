/** What is left on the disk of a meetup that was deleted. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { PushDevice, PushService } from "../helpers/push-device.ts";
import { startServer } from "../helpers/server-process.ts";
import { WebhookReceiver } from "../helpers/webhook-receiver.ts";
import { freshId } from "./support/fresh-id.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named } from "./support/visitor.ts";

test("a meetup that is deleted leaves nothing but people, their devices, and that the wish to make it was granted", async () => {
  const [receiver, service] = [await WebhookReceiver.starts(), await PushService.starts()];
  const hosts = { MIDCYCLE_WEBHOOK_HOSTS: new URL(receiver.url).origin, MIDCYCLE_PUSH_HOSTS: service.origin };
  const server = await startServer({ env: hosts });
  try {
    const [olga, ben] = [await named(server.url, "Olga"), await named(server.url, "Ben")];
    const subscription = new PushDevice(service, "ben").subscription;
    expect((await ben.ask("PUT", "/api/me/push", { body: { subscription } })).status).toBe(204);
    const before = kept(server.dataDir);
    const wished = { title: "Operators in Porto", listed: true, id: "wish-0001" };
    const { slug, code } = await olga.makesMeetup(wished);
    const padId = await ben.makesPad(slug, "Packaging");
    const writer = new PadWriter(ben, padId);
    await writer.synced();
    writer.text.insert(0, "Precious. ");
    await writer.saved();
    writer.close();
    const wish = { seq: 1, id: freshId("restore") };
    expect((await ben.post(`/api/meetups/${slug}/pads/${padId}/restore`, wish)).status).toBe(200);
    const hook = await olga.ask("PUT", `/api/meetups/${slug}/webhook`, { body: { url: receiver.url } });
    expect(hook.status).toBe(200);
    await receiver.until((all) => all.length === 1, "a greeting");
    expect((await ben.ask("PUT", `/api/meetups/${slug}/push`, { body: { soon: true } })).status).toBe(200);
    // Each kind of what is kept of a meetup is there, or its absence would say nothing.
    const made = kept(server.dataDir).filter((each) => !before.includes(each));
    const kinds = [
      "code",
      "creation",
      "listed",
      "listed-with",
      "log",
      "meetup",
      "pad",
      "push-choices",
      "restore",
      "webhook",
    ];
    expect(new Set(made.map(kindOf))).toEqual(new Set(kinds));
    await olga.does(slug, { type: "meetup.delete" });
    // Whose request comes once more, late, makes no other.
    expect((await olga.post("/api/meetups", wished)).status).toBe(409);
    await server.kill("SIGTERM");
    const left = kept(server.dataDir).filter((each) => !before.includes(each));
    expect(left.map(kindOf)).toEqual(["creation"]);
    for (const word of [code, padId, slug, wished.title]) expect(left.join()).not.toContain(word);
  } finally {
    await server.stop();
    await receiver.closes();
    await service.closes();
  }
});

/** Of a record of one pad's, without which. */
const kindOf = (what: string) => what.split(/[ :]/u)[0];

/** Every log and record in the data folder: its kind first. */
function kept(dataDir: string): string[] {
  const db = new DatabaseSync(join(dataDir, "midcycle.db"), { readOnly: true });
  const logs = db.prepare("SELECT 'log ' || name AS what FROM streams").all();
  const records = db.prepare("SELECT kind || ' ' || key || ' ' || value AS what FROM records").all();
  db.close();
  return [...logs, ...records].map(({ what }) => String(what));
}
