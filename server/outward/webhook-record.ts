import type { WebhookAttempt } from "../../shared/meetup/webhook.ts";

/** The kind of the records of webhooks; the key is the meetup's id. */
export const WEBHOOK_RECORD = "webhook";

/** A meetup's webhook as the store keeps it: where news go, and how far they have gone. */
export interface WebhookRecord {
  url: string;
  /** Signs what is sent, and so is kept as it is. */
  secret: string;
  /** Where links in messages lead. */
  origin: string;
  since: string;
  /** Every entry of the meetup's log up to this one is dealt with, and so many news of the next. */
  seq: number;
  index: number;
  /** How many messages there were so far. */
  sequence: number;
  /** Starts of sessions that were told, the latest ones. */
  soon: string[];
  last: WebhookAttempt | null;
  dropped: number;
}

/** What a new webhook starts with: news after `seq`. */
export function newWebhook(start: Pick<WebhookRecord, "url" | "secret" | "origin" | "since" | "seq">): WebhookRecord {
  return { ...start, index: 0, sequence: 0, soon: [], last: null, dropped: 0 };
}
