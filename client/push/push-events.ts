/** What of a service worker pushes need. */
export interface PushWorker {
  addEventListener(type: "push", listen: (event: PushEventLike) => void): void;
  addEventListener(type: "notificationclick", listen: (event: ClickEventLike) => void): void;
  registration: { showNotification(title: string, options: NotificationOptions): Promise<void> };
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly WindowLike[]>;
    openWindow(url: string): Promise<unknown>;
  };
}

interface EventLike {
  waitUntil(done: Promise<unknown>): void;
}
interface PushEventLike extends EventLike {
  data: { text(): string } | null;
}
interface ClickEventLike extends EventLike {
  notification: { close(): void; data?: unknown };
}
interface WindowLike {
  url: string;
  focus(): Promise<unknown>;
}

/** Shows what is pushed to this device, and leads to it when it is pressed. For the service worker. */
export function listenForPushes(worker: PushWorker): void {
  worker.addEventListener("push", (event) => {
    const { title, options } = notificationOf(event.data?.text());
    event.waitUntil(worker.registration.showNotification(title, options));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, String(event.notification.data ?? "/")));
  });
}

/** The notification for a message; browsers demand one for each, whatever came. */
export function notificationOf(text: string | undefined): { title: string; options: NotificationOptions } {
  const { title, body, path, tag } = read(text);
  // Only addresses of this site, whatever the message says.
  const data = path.startsWith("/") && !/^\/[/\\]/u.test(path) ? path : "/";
  return { title: title || "Midcycle", options: { body, data, ...(tag && { tag }), icon: "/icon.svg" } };
}

function read(text: string | undefined): { title: string; body: string; path: string; tag: string } {
  const all: Record<string, unknown> = {};
  try {
    Object.assign(all, JSON.parse(text ?? ""));
  } catch {
    // Nothing of ours: an empty notification is all there is to show.
  }
  const field = (name: string) => (typeof all[name] === "string" ? all[name] : "");
  return { title: field("title"), body: field("body"), path: field("path"), tag: field("tag") };
}

async function open({ clients }: PushWorker, path: string): Promise<void> {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === path);
  await (there ? there.focus() : clients.openWindow(path));
}
