import { expect, it } from "vitest";
import { adoptPending, PendingCommands } from "../../client/replica/pending-commands.ts";
import { memory } from "./support/meetup-wire.ts";

it("[I2] what waits on a device is sent as the person whom its person turned out to be, and nobody else's is", () => {
  const device = memory();
  device.setItem("midcycle.person", "not ours");
  const meetups = ["porto", "utrecht"].map((slug) => new PendingCommands(slug, device));
  for (const [n, pending] of meetups.entries())
    for (const by of ["bo", "chi"])
      pending.keep({
        key: `00${n}-${by}`,
        by,
        at: "2026-03-09T10:00:00Z",
        command: { type: "vote.cast", topicId: by },
      });
  adoptPending(device, "bo", "ana");
  for (const pending of meetups)
    expect(pending.left().map(({ by, command }) => [by, "topicId" in command && command.topicId])).toEqual([
      ["ana", "bo"],
      ["chi", "chi"],
    ]);
  expect(device.getItem("midcycle.person")).toBe("not ours");
});
