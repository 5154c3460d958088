import { createHmac } from "node:crypto";

/** How long a receiver may take to answer. Milliseconds. */
const WEBHOOK_TIMEOUT_MS = 5000;

/** How sending once went. */
export type Sent = { ok: true; status: number } | { ok: false; status: number | null; error: string };

/** What is sent, to whom. */
export interface WebhookPost {
  url: string;
  secret: string;
  id: string;
  type: string;
  body: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** The signature of a body sent at a time (whole seconds since 1970): what the receiver works out too. */
export function webhookSignature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

/**
 * Sends once. Redirects are not followed, what is answered is not read, and an answer that takes
 * too long is none. Never rejects.
 */
export async function postWebhook(
  { url, secret, id, type, body, at }: WebhookPost,
  { signal, timeoutMs = WEBHOOK_TIMEOUT_MS }: { signal: AbortSignal; timeoutMs?: number },
): Promise<Sent> {
  const timestamp = String(Math.floor(at / 1000));
  const patience = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.any([signal, patience]),
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Midcycle",
        "X-Midcycle-Event": type,
        "X-Midcycle-Delivery": id,
        "X-Midcycle-Timestamp": timestamp,
        "X-Midcycle-Signature": webhookSignature(secret, timestamp, body),
      },
      body,
    });
    // Only its status matters; the rest is never read.
    await response.body?.cancel();
    if (response.ok) return { ok: true, status: response.status };
    const why = response.status >= 300 && response.status < 400 ? "Redirects are not followed" : "Not accepted";
    return { ok: false, status: response.status, error: why };
  } catch (error) {
    if (patience.aborted) return { ok: false, status: null, error: "No answer in time" };
    return { ok: false, status: null, error: reasonOf(error) };
  }
}

/** Why there was no answer, in words for an organizer: nothing of the network behind the server beyond that. */
function reasonOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  if (code === "ECONNREFUSED") return "Connection refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "Host not found";
  return "Connection failed";
}
