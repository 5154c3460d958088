import { afterAll, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { startServer } from "../helpers/server-process.ts";
import { WebhookReceiver } from "../helpers/webhook-receiver.ts";
import { venue } from "./venue.ts";
import { PHONE } from "./visitor-page.ts";

const here = venue(async () => {
  receiver = await WebhookReceiver.starts();
  return startServer({ env: { MIDCYCLE_WEBHOOK_HOSTS: new URL(receiver.url).origin } });
});
let receiver: WebhookReceiver;

afterAll(() => receiver?.closes());

test("[B3] an organizer says where news go, is told the secret once and how it goes, and stops it", async () => {
  const olga = await here.comes({ ...PHONE, as: "Olga" });
  await olga.page.goto(`/m/${await olga.makesMeetup()}`);
  await olga.page.getByRole("button", { name: "Operators in Porto" }).click();
  await olga.page.getByRole("button", { name: "News for a chat bot" }).click();
  const dialog = olga.page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://elsewhere.example.org/");
  await dialog.getByRole("button", { name: "Send news there" }).click();
  await dialog.getByText("This host is not allowed").waitFor();
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByRole("button", { name: "Send news there" }).click();
  const secret = await dialog.getByLabel("Secret").inputValue();
  await receiver.until((all) => all.length === 1, "a greeting");
  expect(receiver.isSigned(receiver.received[0]!, secret)).toBe(true);
  await expect
    .poll(async () => {
      await dialog.getByRole("button", { name: "Look again" }).click();
      return dialog.getByText("The last message arrived").count();
    })
    .toBe(1);
  expect(await accessibilityFaults(olga.page)).toEqual([]);
  await dialog.getByRole("button", { name: "Stop sending" }).click();
  await dialog.getByLabel("Address", { exact: true }).waitFor();
  expect(await dialog.getByLabel("Secret").count()).toBe(0);
});
