/** A meetup in which every field that takes words holds every payload, each field by the command that fills it. */
import type { Command } from "../together/support/contract-types.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { everyCommand, type JsonSchema } from "./support/routes.ts";

/** What runs, if it runs, calls `hit` or leaves something that would. */
export const PAYLOADS = [
  "<script>hit(1)</script>",
  "<img src=x onerror=hit(2)>",
  '"><svg onload=hit(3)>',
  "[x](javascript:hit(4))",
  "<a href=javascript:hit(5)>x",
  "{{hit(6)}}${hit(6)}",
  '![x](x"onerror="hit(7))',
  "</title><script>hit(8)//",
];

/** What is compared, and neither kept nor shown. */
const CODES = new Set(["roomCode.enter.code", "roomCode.renew.was"]);

const TIMES = Array.from({ length: PAYLOADS.length }, (_, n) => String(9 + n).padStart(2, "0"));

export interface MarkedUp {
  organizer: Visitor;
  slug: string;
  /** Fields that take words and that no command here fills. */
  missed: string[];
}

/** Fills it. Throws when a command is refused: a payload that can't get in proves nothing. */
export async function markedUpMeetup(url: string): Promise<MarkedUp> {
  const [olga, bo] = await Promise.all([0, 1].map((n) => named(url, PAYLOADS[n]!)));
  const organizer = olga!;
  const filled = new Set<string>();
  const { slug: previous } = await organizer.makesMeetup({ title: PAYLOADS[2] });
  for (const [n, text] of PAYLOADS.slice(0, 3).entries())
    await organizer.does(previous, { type: "takeHome.set", number: n + 1, text });
  const { slug } = await organizer.makesMeetup({
    previous,
    title: PAYLOADS[0],
    place: PAYLOADS[1],
    description: PAYLOADS.join("\n\n"),
    startsOn: "2026-12-01",
    listed: true,
  });
  const does = async (who: Visitor, command: Command) => {
    for (const path of filledBy(command)) filled.add(path);
    await who.does(slug, command);
  };

  await does(organizer, singleFields(0));
  const padIds: string[] = [];
  for (const [n, payload] of PAYLOADS.entries()) {
    for (const command of commandsOf(n, payload))
      await does(command.type.startsWith("comment") ? bo! : organizer, command);
    const { view } = await organizer.look(slug);
    const { padId } = view.sessions.find(({ id }) => id === `session-${n}`)!;
    padIds.push(padId);
  }
  for (const [n, question] of PAYLOADS.entries()) {
    const sessionId = `session-${n}`;
    await does(organizer, { type: "session.setState", sessionId, state: "running" });
    await does(organizer, { type: "hands.ask", id: `hands-0${n}`, sessionId, question, answers: [question, "No"] });
  }
  await takeHome(url, does);
  await does(organizer, { type: "lastTime.tell", text: PAYLOADS[0]!, became: "partly" });
  const pad = new PadWriter(organizer, padIds[0]!);
  await pad.synced();
  pad.types(
    `\n${PAYLOADS.map((payload) => `- [ ] ${payload}\n\n# ${payload}\n\n> ${payload}\n\n| ${payload} | x |\n| --- | --- |\n`).join("\n")}`,
  );
  await pad.saved();
  await does(organizer, { type: "pad.nameVersion", padId: padIds[0]!, id: "version-one", name: PAYLOADS[2]!, seq: 2 });
  pad.close();
  // What a batch holds is tried by itself.
  const single = (await everyCommand(organizer)).filter(({ type }) => type !== "batch");
  const wanted = single.flatMap(({ type, fields }) => wordFields(type, fields)).filter((path) => !CODES.has(path));
  return { organizer, slug, missed: wanted.filter((path) => !filled.has(path)) };
}

/** Each payload by three people, so that it is shown. */
async function takeHome(url: string, does: (who: Visitor, command: Command) => Promise<void>): Promise<void> {
  for (let from = 0; from < PAYLOADS.length; from += 3) {
    const three = await Promise.all([0, 1, 2].map((n) => named(url, `Traveller ${from + n}`)));
    for (const [n, text] of PAYLOADS.slice(from, from + 3).entries())
      for (const each of three) await does(each, { type: "takeHome.set", number: n + 1, text });
  }
}

/** What a meetup has only once. */
export function singleFields(n: number): Command {
  const payload = PAYLOADS[n]!;
  const practical = Object.fromEntries(
    ["wifiName", "wifiPassword", "address", "food", "contact", "other"].map((key) => [key, payload]),
  );
  return { type: "meetup.edit", title: payload, place: payload, description: payload, places: [payload], practical };
}

function commandsOf(n: number, payload: string): Command[] {
  const at = (minutes: string) => `2026-12-01T${TIMES[n]}:${minutes}:00Z`;
  const [topicId, roomId, slotId, sideGroupId] = [`topic-0${n}`, `room-00${n}`, `slot-00${n}`, `group-0${n}`];
  const session = `session-${n}`;
  return [
    { type: "topic.propose", id: topicId, title: payload, description: payload, tags: [payload], forName: payload },
    { type: "topic.edit", topicId, title: payload, description: `${payload} ${payload}`, tags: [payload, "x"] },
    { type: "comment.add", id: `comment-${n}`, topicId, body: payload },
    { type: "comment.edit", commentId: `comment-${n}`, body: `${payload} again` },
    { type: "room.add", id: roomId, name: payload, where: payload },
    { type: "room.edit", roomId, name: `${payload} `, where: `${payload}.` },
    { type: "slot.add", id: slotId, startsAt: at("00"), endsAt: at("30"), label: payload },
    { type: "slot.edit", slotId, label: `${payload}.` },
    { type: "session.schedule", id: session, topicIds: [], title: payload, roomId, slotId },
    { type: "session.edit", sessionId: session, title: payload, moderators: [{ name: payload }] },
    { type: "outcome.set", sessionId: session, text: payload },
    { type: "sideGroup.start", id: sideGroupId, topicId, title: payload, place: payload },
    { type: "sideGroup.edit", sideGroupId, title: `${payload}.`, place: `${payload}.` },
    { type: "announcement.add", id: `notice-${n}`, text: payload, until: "2099-01-01T00:00:00Z" },
    { type: "schedule.publish", note: payload },
    ...(n % 2 === 0 ? [{ type: "sideGroup.end", sideGroupId, outcome: payload }] : []),
  ];
}

/** The paths of all that holds a payload: `session.edit.moderators[].name`. */
function filledBy({ type, ...fields }: Command): string[] {
  const found: string[] = [];
  const walk = (path: string, value: unknown): void => {
    if (typeof value === "string" && value.includes("hit(")) found.push(path);
    else if (Array.isArray(value)) for (const each of value) walk(`${path}[]`, each);
    else if (typeof value === "object" && value !== null)
      for (const [key, each] of Object.entries(value)) walk(`${path}.${key}`, each);
  };
  walk(type, fields);
  return found;
}

/** The paths of all that takes words of one's own: strings that are no id, time or address, and no choice. */
function wordFields(type: string, fields: Record<string, JsonSchema>): string[] {
  const found: string[] = [];
  const walk = (path: string, schema: JsonSchema): void => {
    for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) walk(path, each);
    for (const [key, each] of Object.entries(schema.properties ?? {})) walk(`${path}.${key}`, each);
    if (schema.items) walk(`${path}[]`, schema.items);
    const isChoice = schema.const !== undefined || schema.enum !== undefined;
    if (schema.type === "string" && !isChoice && schema.format === undefined && schema.pattern === undefined)
      found.push(path);
  };
  for (const [key, schema] of Object.entries(fields)) walk(`${type}.${key}`, schema);
  // A time zone is checked against the list of them.
  return found.filter((path) => !path.endsWith(".timezone"));
}
