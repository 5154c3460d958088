import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { accessibilityFaults } from "../helpers/axe.ts";
import { PushDevice, PushService } from "../helpers/push-device.ts";
import { startServer } from "../helpers/server-process.ts";
import { Visitor } from "../together/support/visitor.ts";
import { venue } from "./venue.ts";
import { KEEPS_APP, PHONE } from "./visitor-page.ts";

const here = venue(async () => {
  service = await PushService.starts();
  return startServer({ env: { MIDCYCLE_PUSH_HOSTS: service.origin } });
});
let service: PushService;

afterAll(() => service?.closes());

/** The browser's maker's push service is out of reach here: subscribing gives this one, all else is real. */
async function subscribesTo(page: Page, subscription: object): Promise<void> {
  await page.addInitScript(
    (json) => {
      const made = { ...json, toJSON: () => json, unsubscribe: async () => ((now = null), true) };
      let now: typeof made | null = null;
      Object.assign(PushManager.prototype, { subscribe: async () => (now = made), getSubscription: async () => now });
    },
    subscription as { endpoint: string },
  );
}

/** What the service worker asks the browser to show; without a screen it shows nothing. */
async function notifications(page: Page): Promise<() => Promise<unknown[]>> {
  const context = page.context();
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  const asked = await worker.evaluateHandle(() => {
    const all: unknown[] = [];
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    registration.showNotification = async (...notification) => void all.push(notification);
    return all;
  });
  return () => asked.jsonValue();
}

/** Hands a message to the page's service worker, as the browser does. */
async function deliver(page: Page, data: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration) resolve(registration.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const { origin } = new URL(page.url());
  await devtools.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await registered, data });
}

test("[P1] someone has a device tell what concerns them, sees it told, and turns it off", async () => {
  const vera = await here.comes({ ...PHONE, ...KEEPS_APP, permissions: ["notifications"] });
  const device = new PushDevice(service, "vera");
  await subscribesTo(vera.page, device.subscription);
  const olga = new Visitor(here.url, "Olga");
  await olga.takeName("Olga");
  const { slug } = await olga.makesMeetup({ title: "Operators in Porto" });
  await olga.does(slug, { type: "topic.propose", id: "topic-001", title: "Upgrades" });
  for (const id of ["main-hall", "room-two0"]) await olga.does(slug, { type: "room.add", id, name: id });
  const times = { startsAt: "2027-03-09T13:00:00Z", endsAt: "2027-03-09T13:45:00Z" };
  await olga.does(slug, { type: "slot.add", id: "slot-0001", ...times });
  const cell = { topicIds: ["topic-001"], roomId: "main-hall", slotId: "slot-0001" };
  await olga.does(slug, { type: "session.schedule", id: "session-1", ...cell });

  await vera.page.goto(`/m/${slug}`);
  await vera.arch("Upgrades").click();
  await vera.isCalled("Vera");
  await expect.poll(async () => (await olga.look(slug)).view.topics[0]!.votes).toBe(1);
  await olga.does(slug, { type: "meetup.setPhase", phase: "running" });
  await vera.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await vera.page.getByRole("button", { name: "Operators in Porto" }).click();
  await vera.page.getByRole("button", { name: "Notifications" }).click();
  const dialog = vera.page.getByRole("dialog");
  await dialog.getByLabel("My side groups").uncheck();
  expect(await accessibilityFaults(vera.page)).toEqual([]);
  await dialog.getByRole("button", { name: "Turn on for this device" }).press("Enter");
  // What was just said of it doesn't lie over the way back.
  const off = dialog.getByRole("button", { name: "Turn off for this device" });
  await off.waitFor();
  await off.click({ trial: true, timeout: 4000 });
  const choices = (await (await vera.page.request.get(`/api/meetups/${slug}/push`)).json()) as object;
  expect(choices).toEqual({ moved: true, soon: true, sideGroups: false });

  await olga.does(slug, { type: "session.move", sessionId: "session-1", roomId: "room-two0", slotId: "slot-0001" });
  await service.until(1);
  const [message] = device.shown as { body: string; path: string }[];
  expect(message!.body).toBe("Moved: Upgrades is now in room-two0, 2027-03-09 13:00");
  const shown = await notifications(vera.page);
  await deliver(vera.page, JSON.stringify(message));
  await expect
    .poll(shown)
    .toEqual([["Operators in Porto", expect.objectContaining({ body: message!.body, data: message!.path })]]);

  await dialog.getByRole("button", { name: "Turn off for this device" }).press("Enter");
  await dialog.getByRole("button", { name: "Turn on for this device" }).waitFor();
  expect(await (await vera.page.request.get("/api/me/push")).json()).toEqual({ endpoint: null, devices: 0 });
});
