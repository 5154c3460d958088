import type { WebhookView } from "../../shared/meetup/webhook.ts";
import { meetupStream } from "../meetups/meetup-log.ts";
import { newToken } from "../secrets.ts";
import { FewAtATime } from "../turns/few-at-a-time.ts";
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
  /** One after the other, so that none goes back to what the one before it had found. */
  readonly #changes = new FewAtATime(1);
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

  /**
   * Tells a meetup's news after `seq` to this address from now on, to none other. The secret is told this once;
   * undefined: there is no such meetup any more.
   */
  async set(
    meetupId: string,
    { url, origin, seq }: { url: string; origin: string; seq: number },
  ): Promise<string | undefined> {
    await this.start();
    const since = new Date(this.#tools.clock.now()).toISOString();
    const record = newWebhook({ url, secret: newToken(), origin, since, seq });
    const set = await this.#change(meetupId, async () => {
      const { store } = this.#tools;
      if ((await store.lastSeq(meetupStream(meetupId))) === 0) return undefined;
      const value = JSON.stringify(record);
      await store.write({ records: [{ op: "put", kind: WEBHOOK_RECORD, key: meetupId, value }] });
      return record;
    });
    return set?.secret;
  }

  /** Tells nothing more. */
  async remove(meetupId: string): Promise<void> {
    await this.start();
    await this.#change(meetupId, async () => {
      await this.#tools.store.write({ records: [{ op: "remove", kind: WEBHOOK_RECORD, key: meetupId }] });
      return undefined;
    });
  }

  /** Tells nothing of a meetup while `remove` removes it, its record with it, and nothing after that. */
  async removing(meetupId: string, remove: () => Promise<void>): Promise<void> {
    // What is being taken up is there by then; what can't be is no reason for a meetup to stay.
    await this.#started?.catch(() => undefined);
    await this.#change(meetupId, async () => {
      await remove();
      return undefined;
    });
  }

  /** A meetup has moved on. Returns at once. */
  poke(meetupId: string): void {
    this.#lines.get(meetupId)?.poke();
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

  /**
   * Nothing is told by the record as it was from here on, so that it isn't written any more either; what `write` comes to
   * counts then. If it fails, the one that was goes on.
   */
  #change(meetupId: string, write: () => Promise<WebhookRecord | undefined>): Promise<WebhookRecord | undefined> {
    return this.#changes.run(async () => {
      const before = this.#lines.get(meetupId);
      this.#end(meetupId);
      try {
        const record = await write();
        if (record) this.#begin(meetupId, record);
        return record;
      } catch (error) {
        if (before) this.#begin(meetupId, before.record);
        throw error;
      }
    });
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
