import type { PushSubscription } from "./push-subscription.ts";
import type { VapidKeys } from "./vapid-keys.ts";

/** How long a push service may take. Milliseconds. */
const PATIENCE_MS = 10_000;

/** What a device shows. It is encrypted for the device, and still says nothing of anybody's votes. */
export interface PushMessage {
  title: string;
  body: string;
  /** Where a press leads, on this server. */
  path: string;
  /** A later one of the same tag takes its place. */
  tag: string;
}

/** How it went: taken; the device is gone; worth another attempt; never. */
export type Pushed = "taken" | "gone" | "failed" | "refused";

export interface PushPost {
  to: PushSubscription;
  message: PushMessage;
  keys: VapidKeys;
  /** Who runs this server, for the push service: an `https:` or `mailto:` address. */
  subject: string;
  /** For how long the push service keeps it for a device that is off. Seconds. */
  ttl: number;
  isUrgent: boolean;
}

/** Encrypts a message for one device and hands it to its push service. Redirects are not followed. */
export async function postPush(post: PushPost, signal: AbortSignal): Promise<Pushed> {
  const { to, message, keys, subject, ttl, isUrgent } = post;
  // Loaded when the first one is sent: most servers start without.
  const { default: webPush } = await import("web-push");
  const { endpoint, method, headers, body } = webPush.generateRequestDetails(to, JSON.stringify(message), {
    vapidDetails: { subject, ...keys },
    TTL: ttl,
    urgency: isUrgent ? "high" : "normal",
  });
  const status = await statusOf(
    fetch(endpoint, {
      method,
      redirect: "manual",
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: body as Uint8Array<ArrayBuffer>,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    }),
  );
  if (status === undefined || status === 429 || status >= 500) return "failed";
  if (status === 404 || status === 410) return "gone";
  return status >= 200 && status < 300 ? "taken" : "refused";
}

/** What was answered; undefined when nothing was, in time. The rest of the answer is never read. */
async function statusOf(answering: Promise<Response>): Promise<number | undefined> {
  try {
    const response = await answering;
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
