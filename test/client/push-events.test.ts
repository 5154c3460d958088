import { expect, it } from "vitest";
import { listenForPushes, notificationOf } from "../../client/push/push-events.ts";

const message = { title: "Porto", body: "Starts at 13:00", path: "/m/porto/notes/pad-1", tag: "porto-session-1" };

it("[P1] what is pushed is shown as it was sent, and anything else as nothing in particular", () => {
  expect(notificationOf(JSON.stringify(message))).toEqual({
    title: "Porto",
    options: { body: "Starts at 13:00", data: "/m/porto/notes/pad-1", tag: "porto-session-1", icon: "/icon.svg" },
  });
  for (const text of [undefined, "", "no JSON", "7", "null", '{"title": 7}'])
    expect(notificationOf(text)).toEqual({ title: "Midcycle", options: { body: "", data: "/", icon: "/icon.svg" } });
  for (const path of ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)"])
    expect(notificationOf(JSON.stringify({ ...message, path })).options.data).toBe("/");
});

it("[P1] a press leads to where the page is open already, or opens it", async () => {
  type Listener = (event: never) => void;
  const listeners = new Map<string, Listener>();
  const done: string[] = [];
  listenForPushes({
    addEventListener: (type: string, listen: Listener) => void listeners.set(type, listen),
    registration: { showNotification: async (title) => void done.push(`shown ${title}`) },
    clients: {
      matchAll: async () => [
        { url: "https://meet.example.org/m/porto/schedule", focus: async () => done.push("focused") },
      ],
      openWindow: async (url) => done.push(`opened ${url}`),
    },
  });
  const waits: Promise<unknown>[] = [];
  const waitUntil = (wait: Promise<unknown>) => void waits.push(wait);
  listeners.get("push")!({ data: { text: () => JSON.stringify(message) }, waitUntil } as never);
  for (const data of ["/m/porto/schedule", "/m/porto/notes/pad-1"])
    listeners.get("notificationclick")!({
      notification: { close: () => done.push("closed"), data },
      waitUntil,
    } as never);
  await Promise.all(waits);
  expect(done.toSorted()).toEqual(["closed", "closed", "focused", "opened /m/porto/notes/pad-1", "shown Porto"]);
});
