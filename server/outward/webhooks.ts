import type { WebhookView } from "../../shared/meetup/webhook.ts";
import { newToken } from "../secrets.ts";
import type { RecordWrite } from "../store/log-store.ts";
import { isAllowedHost, type AllowedHosts } from "./allowed-hosts.ts";
import { WebhookLine, type LineTools } from "./webhook-line.ts";
import { newWebhook, WEBHOOK_RECORD, type WebhookRecord } from "./webhook-record.ts";

/**
 * The outgoing webhooks of this server's meetups, one a meetup. Each has a line of its own, so that
 * a slow receiver holds nobody else, and nothing that people do waits for any of them.
 */
export class Webhooks {
  readonly hosts: AllowedHosts;
  readonly #tools: LineTools;
  readonly #lines = new Map<string, WebhookLine>();
  #started: Promise<void> | undefined;
  #isClosed = false;

  constructor({ hosts, ...tools }: LineTools & { hosts: AllowedHosts }) {
    this.hosts = hosts;
    this.#tools = tools;
  }

  /** Takes up what the store has, once however often it is called. Those whose host is no longer allowed rest. */
  start(): Promise<void> {
    this.#started ??= this.#takeUp().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  /** Whether a webhook may lead there. */
  allows(url: string): boolean {
    return isAllowedHost(this.hosts, new URL(url));
  }

  /** The webhook of a meetup as its organizers see it. */
  async view(meetupId: string): Promise<WebhookView | null> {
    await this.start();
    return this.#lines.get(meetupId)?.view ?? null;
  }

  /** Tells a meetup's news after `seq` to this address from now on, to none other. The secret is told this once. */
  async set(meetupId: string, { url, origin, seq }: { url: string; origin: string; seq: number }): Promise<string> {
    await this.start();
    const secret = newToken();
    const since = new Date(this.#tools.clock.now()).toISOString();
    const record = newWebhook({ url, secret, origin, since, seq });
    await this.#change(meetupId, { op: "put", kind: WEBHOOK_RECORD, key: meetupId, value: JSON.stringify(record) });
    this.#begin(meetupId, record);
    return secret;
  }

  /** Tells nothing more. */
  async remove(meetupId: string): Promise<void> {
    await this.start();
    await this.#change(meetupId, { op: "remove", kind: WEBHOOK_RECORD, key: meetupId });
  }

  /** A meetup has moved on. Returns at once. */
  poke(meetupId: string): void {
    this.#lines.get(meetupId)?.poke();
  }

  /** A meetup is gone, its record with it. */
  forget(meetupId: string): void {
    this.#end(meetupId);
  }

  /** Ends all attempts and timers; the records know where to go on. */
  close(): void {
    this.#isClosed = true;
    for (const line of this.#lines.values()) line.close();
    this.#lines.clear();
  }

  async #takeUp(): Promise<void> {
    for (const { key, value } of await this.#tools.store.records(WEBHOOK_RECORD)) {
      const record = JSON.parse(value) as WebhookRecord;
      if (this.#isClosed || !this.allows(record.url)) continue;
      this.#begin(key, record);
    }
  }

  /** Nothing more is told by the record as it was, unless it can't be changed: then that goes on. */
  async #change(meetupId: string, write: RecordWrite): Promise<void> {
    const before = this.#lines.get(meetupId);
    this.#end(meetupId);
    try {
      await this.#tools.store.write({ records: [write] });
    } catch (error) {
      if (before) this.#begin(meetupId, before.record);
      throw error;
    }
  }

  #begin(meetupId: string, record: WebhookRecord): void {
    if (this.#isClosed) return;
    this.#end(meetupId);
    const line = new WebhookLine(meetupId, record, this.#tools);
    this.#lines.set(meetupId, line);
    line.poke();
  }

  #end(meetupId: string): void {
    this.#lines.get(meetupId)?.close();
    this.#lines.delete(meetupId);
  }
}
