/** Every command, every largest batch and every address that is read, in the largest meetup there may be, while others only want to work. */
import { isDeepStrictEqual } from "node:util";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Look } from "../together/support/contract-types.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { floorPeer } from "../bench/peers.ts";
import { bystanders, bystandersAt, type Bystanders } from "./support/bystanders.ts";
import { commandKinds } from "./support/command-kinds.ts";
import { none, quantile, sized, type Figure, type Run } from "./support/figure.ts";
import { Inspected, INSPECTABLE } from "./support/inspected.ts";
import { idOf, LARGEST, SMALL } from "./support/large-meetup.ts";
import { peopleAndNews, receivers } from "./support/people-and-news.ts";
import { storeLargeMeetup } from "./support/stored-meetup.ts";
import { OwnProcess } from "./support/own-process.ts";
import { everyCommand, everyRoute } from "./support/routes.ts";
import { started } from "./support/started.ts";
import { pause } from "./support/waiting.ts";
import { WatchedTurns } from "./support/watched-turns.ts";
import type { WatcherQuestion } from "./support/watcher-process.ts";

const BAR_MS = 100;
/** What ten people do at once on a short run too, and what that builds on: what takes longest, one way or the other. */
const COSTLIEST = [
  "topic.merge",
  "topic.unmerge",
  "on merged topics",
  "at a chain's end",
  "while topics are merged",
  "profile.set",
  "person.remove",
  "schedule.shift",
  "meetup.setPhase",
  "/actions",
  "/export",
  "/schedule/suggestions",
  "GET /api/meetups/:slug,",
];
/** How many people get their name at once. */
const NAMED_AT_ONCE = 20;

export async function run(run: Run): Promise<Figure[]> {
  // One asks alone, these then at once.
  const atOnce = sized(run.scale, { test: 2, short: 10, full: 10 });
  const size = sized(run.scale, { test: SMALL, short: LARGEST, full: LARGEST });
  const most = sized(run.scale, { test: 4, short: 200, full: 200 });
  const out = await receivers(run);
  const server = await started(run, { env: { ...(run.scale !== "test" && INSPECTABLE), ...out.env } });
  const asking = await everyone(server.url, "Olga", 1 + atOnce);
  const others = await everyone(server.url, "Ana", sized(run.scale, { test: 9, short: 489, full: 489 }));
  const people = [...asking, ...others];
  const { slug } = await asking[0]!.makesMeetup({ listed: true });
  await server.kill("SIGTERM");
  await storeLargeMeetup(
    server.dataDir,
    slug,
    people.map(({ id }) => id),
    asking.length,
    size,
  );
  await server.restart();
  const scene = await sceneAt(run, server, { slug, asking, people });

  const figures: Figure[] = [];
  const wrong: string[] = [];
  const measured = async (what: string, ask: () => Promise<void>) => {
    if (!(run.kinds?.some((part) => what.includes(part)) ?? true)) return await ask();
    const figure = await scene.held(what, ask);
    figures.push(figure);
    run.tell?.(figure);
  };
  const kinds = commandKinds({ size, askers: asking.length, people: people.map(({ id }) => id), most });
  for (const { what, one, many, status } of kinds) {
    const send = (expected: number, command: (who: number) => CommandInput, who: readonly number[]) => async () => {
      const answers = await Promise.all(who.map((each) => asking[each]!.command(slug, command(each))));
      for (const answer of answers)
        if (answer.status !== expected) wrong.push(`${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
    };
    const batch = (who: number): CommandInput => ({ type: "batch", commands: many(who) }) as unknown as CommandInput;
    const all = Array.from({ length: atOnce }, (_, at) => at + 1);
    await measured(what, send(200, one, [0]));
    await measured(`${what}, as many as a batch holds`, send(status, batch, [0]));
    if (!isDoneAtOnce(run, what)) continue;
    await measured(`${what}, by ${atOnce} at once`, send(200, one, all));
    await measured(`${what}, as many as a batch holds, by ${atOnce} at once`, send(status, batch, all));
  }
  for (const { what, path, body } of await readings(asking[0]!, slug)) {
    const read = (visitors: readonly Visitor[]) => async () => {
      const answers = await Promise.all(
        visitors.map((visitor) => (body === undefined ? visitor.get(path) : visitor.post(path, body))),
      );
      for (const { status, text } of answers) if (status >= 400) wrong.push(`${what}: ${status} ${text.slice(0, 300)}`);
    };
    await measured(what, read(asking.slice(0, 1)));
    if (isDoneAtOnce(run, what)) await measured(`${what}, by ${atOnce} at once`, read(asking.slice(1)));
  }

  for (const { what, prepare, ask } of peopleAndNews(slug, { asking, others, atOnce }, out)) {
    await prepare?.();
    await measured(what, async () => void (await ask()));
  }

  figures.push(none("commands and addresses answered otherwise than they should be", wrong.length, wrong[0]));
  const asked = new Set<string>(kinds.flatMap(({ types }) => types)).add("meetup.delete").add("batch");
  const unasked = (await everyCommand(asking[0]!)).filter(({ type }) => !asked.has(type));
  figures.push(none("commands that were not asked for", unasked.length, unasked[0]?.type));
  const before = await asking[0]!.look(slug);
  await scene.leave();
  await server.kill("SIGTERM");
  await server.restart();
  const after = await asking[0]!.look(slug);
  figures.push(none("parts of the meetup that its log reads back otherwise", differences(before, after)));
  await asking[0]!.does(slug, { type: "meetup.delete" });
  return figures;
}

async function everyone(url: string, name: string, count: number): Promise<Visitor[]> {
  const all: Visitor[] = [];
  while (all.length < count) {
    const some = Array.from({ length: Math.min(NAMED_AT_ONCE, count - all.length) }, (_, at) => all.length + at);
    all.push(...(await Promise.all(some.map((at) => named(url, `${name} ${at}`)))));
  }
  return all;
}

function isDoneAtOnce({ scale }: Run, what: string): boolean {
  return scale === "full" || (scale === "short" && COSTLIEST.some((part) => `${what},`.includes(part)));
}

/** Every address that is read, and the suggestion of a schedule, which is asked for. */
async function readings(visitor: Visitor, slug: string): Promise<{ what: string; path: string; body?: unknown }[]> {
  const { code, link } = { code: (await visitor.look(slug)).view.meetup.code, link: await calendarOf(visitor, slug) };
  const topicId = idOf("topic", 0);
  const params: Record<string, string> = { slug, topicId, code, padId: "pad-of-large-meetup-1", secret: link };
  const fill = (pattern: string) =>
    pattern.replaceAll(/:(\w+)/gu, (_, name: string) => params[name] ?? "").replace("{*rest}", "schedule");
  const routes = await everyRoute(visitor, fill);
  const suggestions = `/api/meetups/${slug}/schedule/suggestions`;
  return [
    ...routes
      .filter(({ methods }) => methods.includes("GET"))
      .map(({ pattern }) => ({ what: `GET ${pattern}`, path: fill(pattern) })),
    { what: "POST /api/meetups/:slug/schedule/suggestions", path: suggestions, body: {} },
  ];
}

async function calendarOf(visitor: Visitor, slug: string): Promise<string> {
  const { url } = (await visitor.post<{ url: string }>(`/api/meetups/${slug}/calendar`, {})).body;
  return /my\/(.+)\.ics$/u.exec(url)![1]!;
}

function differences(before: Look, after: Look): number {
  const keys = Object.keys(before.view) as (keyof Look["view"])[];
  return keys.filter((key) => !isDeepStrictEqual(before.view[key], after.view[key])).length;
}

/** Who else is there while something is asked for. */
interface Scene {
  /** What asking costs the others. */
  held(what: string, ask: () => Promise<void>): Promise<Figure>;
  leave(): Promise<void>;
}

async function sceneAt(
  run: Run,
  server: Awaited<ReturnType<typeof started>>,
  { slug, asking, people }: { slug: string; asking: readonly Visitor[]; people: readonly Visitor[] },
): Promise<Scene> {
  const watchedMs = sized(run.scale, { test: 0, short: 300, full: 1000 });
  if (run.scale === "test")
    return {
      async held(what, ask) {
        await ask();
        return { what, bar: "answered", found: "answered", isMet: true, isRough: true };
      },
      leave: () => Promise.resolve(),
    };
  const inspected = await Inspected.attach(server);
  run.ends.defer(() => inspected.close());
  const turns = await WatchedTurns.of(inspected);
  const elsewhere = await asking[0]!.makesMeetup();
  const pads = await bystanders(run, server.url, await asking[0]!.makesPad(elsewhere.slug));
  // What a server that does nothing but write to disk and send on is held for by the rest of the machine.
  const relay = await floorPeer();
  run.ends.defer(() => relay.stop());
  const relayed = await bystandersAt(run, (await relay.pads(1))[0]!);
  const watchers = new OwnProcess(run, "watcher-process.ts");
  const cookies = [...people.slice(0, 100).map(({ cookie }) => cookie!), ...Array.from({ length: 20 }, () => "")];
  await watchers.ask({ url: server.url, slug, cookies } satisfies WatcherQuestion);
  return {
    async held(what, ask) {
      await Promise.all([pads.lap(), relayed.lap(), turns.lap()]);
      const begun = performance.now();
      await ask();
      const answeredMs = performance.now() - begun;
      await pause(watchedMs);
      const [delays, relayedDelays, turnMs] = await Promise.all([pads.lap(), relayed.lap(), turns.lap()]);
      const heldMs = quantile(delays, 1);
      return {
        what: `${what}: others held for at most; CPU time of the longest turn`,
        bar: `≤ ${BAR_MS} ms; ≤ ${BAR_MS} ms`,
        found: `${heldMs.toFixed(0)} ms (a bare relay meanwhile: ${quantile(relayedDelays, 1).toFixed(0)} ms); ${turnMs.toFixed(0)} ms; answered after ${answeredMs.toFixed(0)} ms`,
        isMet: heldMs <= BAR_MS && turnMs <= BAR_MS,
        isRough: true,
      };
    },
    async leave() {
      await Promise.all([pads, relayed].map((each: Bystanders) => each.leave()));
      await watchers.end();
      // A server that somebody inspects waits for them when it is to end.
      inspected.close();
    },
  };
}
