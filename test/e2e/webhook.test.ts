import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { WebhookReceiver } from "../helpers/webhook-receiver.ts";
import { openBrowser, PHONE, VisitorPage } from "./visitor-page.ts";

let browser: Browser;
let server: ServerProcess;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.starts();
  const env = { MIDCYCLE_WEBHOOK_HOSTS: new URL(receiver.url).origin };
  [browser, server] = await Promise.all([openBrowser(), startServer({ env })]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await receiver?.closes();
});

test("[B3] an organizer says where news go, is told the secret once and how it goes, and stops it", async () => {
  const olga = await VisitorPage.comes(browser, server.url, PHONE);
  await olga.page.request.put("/api/me", { data: { name: "Olga" } });
  const made = await olga.page.request.post("/api/meetups", { data: { title: "Operators in Porto" } });
  const { slug } = (await made.json()) as { slug: string };
  await olga.page.goto(`/m/${slug}`);
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
  expect(olga.faults).toEqual([]);
});
