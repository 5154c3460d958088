/** What organizers see of their meetup's webhook. */
export interface WebhookView {
  url: string;
  /** Since when news go there. */
  since: string;
  /** How the last attempt went. */
  last: WebhookAttempt | null;
  /** How many messages were given up. */
  dropped: number;
}

/** One attempt to deliver a message. */
export interface WebhookAttempt {
  at: string;
  type: string;
  ok: boolean;
  /** What the receiver answered with, if it answered. */
  status: number | null;
  error: string | null;
  /** Which attempt with this message it was, from 1. */
  attempt: number;
}
