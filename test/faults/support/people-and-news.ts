/** What else costs much in a large meetup: people who become one, or nobody, and news that go out of it. */
import { PushDevice, PushService } from "../../helpers/push-device.ts";
import { WebhookReceiver } from "../../helpers/webhook-receiver.ts";
import type { CommandInput } from "../../../shared/meetup/commands.ts";
import type { Visitor } from "../../together/support/visitor.ts";
import type { Run } from "./figure.ts";
import { must } from "./waiting.ts";

/** A webhook reads the whole log first, beside whatever else the machine does. */
const NEWS_MS = 120_000;

/** Who takes what goes out, on this machine. */
export interface Receivers {
  webhook: WebhookReceiver;
  push: PushService;
  /** The settings that allow it. */
  env: Record<string, string>;
}

/** Starts them; they end with the run. */
export async function receivers({ ends }: Run): Promise<Receivers> {
  const [webhook, push] = await Promise.all([WebhookReceiver.starts(), PushService.starts()]);
  ends.defer(() => webhook.closes());
  ends.defer(() => push.closes());
  const env = { MIDCYCLE_WEBHOOK_HOSTS: new URL(webhook.url).origin, MIDCYCLE_PUSH_HOSTS: push.origin };
  return { webhook, push, env };
}

/** Something to be measured, what has to be there before, and whether it was done. */
export interface Asking {
  what: string;
  prepare?(): Promise<unknown>;
  ask(): Promise<unknown>;
}

/** `others` take part, as many as are needed; the last of `asking` go on being who they are. */
export function peopleAndNews(
  slug: string,
  { asking, others, atOnce }: { asking: readonly Visitor[]; others: readonly Visitor[]; atOnce: number },
  { webhook, push }: Receivers,
): Asking[] {
  const left = [...others];
  const joining = (count: number): Asking => {
    const pairs = Array.from({ length: count }, () => left.splice(0, 2) as [Visitor, Visitor]);
    let links: string[] = [];
    return {
      what: named("two people become one", count),
      prepare: async () => (links = await Promise.all(pairs.map(([into]) => linkOf(into)))),
      ask: () =>
        Promise.all(
          pairs.map(([, from], at) => done(from.post("/api/me/return", { token: links[at], join: true }), [200])),
        ),
    };
  };
  const erasing = (count: number): Asking => {
    const people = left.splice(0, count);
    return {
      what: named("somebody erases themselves", count),
      ask: () => Promise.all(people.map((person) => done(person.ask("POST", "/api/me/erase"), [200, 204]))),
    };
  };
  const shift = (minutes: number): CommandInput => ({ type: "schedule.shift", from: "2020-01-01T00:00:00Z", minutes });
  const people = [joining(1), joining(atOnce), erasing(1), erasing(atOnce)];
  const devices = [...asking.slice(1), ...left];
  return [
    ...people,
    {
      what: "schedule.shift, told to a webhook",
      prepare: () =>
        done(asking[0]!.ask("PUT", `/api/meetups/${slug}/webhook`, { body: { url: webhook.url } }), [200, 201]),
      async ask() {
        await asking[0]!.does(slug, shift(7));
        await must(() => webhook.received.length > 0, "what a webhook is told", NEWS_MS);
      },
    },
    {
      what: `schedule.shift, told to ${devices.length} people's devices too`,
      async prepare() {
        for (const [at, person] of devices.entries()) {
          const { subscription } = new PushDevice(push, `${at}`);
          await done(person.ask("PUT", "/api/me/push", { body: { subscription } }), [200, 201, 204]);
          await done(person.ask("PUT", `/api/meetups/${slug}/push`, { body: { moved: true } }), [200, 204]);
        }
      },
      async ask() {
        await asking[0]!.does(slug, shift(-7));
        await must(() => push.pushed.length >= devices.length, "pushes", NEWS_MS);
      },
    },
  ];
}

function named(what: string, count: number): string {
  return count === 1 ? what : `${what}, ${count} times at once`;
}

async function linkOf(visitor: Visitor): Promise<string> {
  const { url } = (await visitor.ask<{ url: string }>("POST", "/api/me/link")).body;
  return new URLSearchParams(new URL(url).hash.slice(1)).get("return")!;
}

async function done(asked: Promise<{ status: number; text: string }>, expected: readonly number[]): Promise<void> {
  const { status, text } = await asked;
  if (!expected.includes(status)) throw new Error(`${status} ${text.slice(0, 300)}`);
}
