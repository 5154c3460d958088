import { LIMITS } from "../../shared/limits.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { pageProblem, type Problem } from "../../shared/page-problem.ts";
import { lineOrNothingProblem, lineProblem, paragraphsProblem } from "../../shared/text-rules.ts";

/** A field, and what is wrong with it if anything is. */
type Checked = [path: string, message: string | undefined];
type Times = { startsAt?: string | null | undefined; endsAt?: string | null | undefined };

/**
 * Why the server will refuse what people have written, whatever the meetup is: in its words and by its names of fields.
 * Without a connection nobody would hear it before they are back. The server's schema has the last word; it is too large
 * to be in every page.
 */
export function surelyRefused(command: CommandInput): Problem | undefined {
  const errors = [...written(command), ...inOrder(command)].flatMap(([path, message]) =>
    message === undefined ? [] : [{ path, message }],
  );
  if (errors.length === 0) return undefined;
  return pageProblem("invalid", { detail: `Not valid: ${errors.map(({ path }) => path).join(", ")}.`, errors });
}

/** Field after field. */
function written(command: CommandInput): Checked[] {
  switch (command.type) {
    case "room.add":
    case "room.edit": {
      const { name, capacity } = command;
      const isWithout = capacity === undefined || (capacity === null && command.type === "room.edit");
      return [
        ["name", wrongLine(name, LIMITS.roomName)],
        ["capacity", isWithout ? undefined : wrongNumber(capacity, LIMITS.roomCapacity)],
      ];
    }
    case "slot.add":
    case "slot.edit":
      return [["label", wrongLine(command.label, LIMITS.slotLabel)]];
    case "session.schedule":
    case "session.edit":
      return [["title", wrongLine(command.title, LIMITS.topicTitle)]];
    case "schedule.shift":
      return [["minutes", wrongShift(command.minutes)]];
    case "schedule.publish":
      return [["note", wrongLine(command.note, LIMITS.scheduleNote)]];
    case "topic.propose":
    case "topic.edit": {
      const { title, description, tags = [] } = command;
      return [
        ["title", wrongLine(title, LIMITS.topicTitle)],
        ["description", wrongText(description, LIMITS.description.max)],
        ["tags", tags.length > LIMITS.tags ? `At most ${LIMITS.tags} tags` : undefined],
        ...tags.map((tag, at): Checked => [`tags.${at}`, wrongLine(tag, { min: 1, max: LIMITS.tag.max })]),
      ];
    }
    case "roomCode.enter":
      return [["code", wrongLine(command.code, { min: 1, max: LIMITS.roomCode.max })]];
    case "announcement.add":
      return [["text", wrongLine(command.text, LIMITS.announcement)]];
    case "takeHome.set":
      return [["text", lineOrNothingProblem(command.text.trim(), LIMITS.takeHome.max)]];
    case "outcome.set":
      return [["text", wrongLine(command.text, LIMITS.outcome)]];
    case "sideGroup.start":
    case "sideGroup.edit": {
      const { title, place, capacity } = command;
      const isWithout = capacity === undefined || (capacity === null && command.type === "sideGroup.edit");
      return [
        ["title", wrongLine(title, LIMITS.sideGroupTitle)],
        ["place", wrongLine(place, LIMITS.sideGroupPlace)],
        ["capacity", isWithout ? undefined : wrongNumber(capacity, LIMITS.sideGroupCapacity)],
      ];
    }
    case "hands.ask":
      return [
        ["question", wrongLine(command.question, LIMITS.handsQuestion)],
        ...command.answers.map((answer, at): Checked => [`answers.${at}`, wrongLine(answer, LIMITS.handsAnswer)]),
      ];
    case "meetup.edit":
      return writtenOfMeetup(command);
    default:
      return [];
  }
}

function writtenOfMeetup({ title, place, places = [], timezone, ...more }: CommandInputOf<"meetup.edit">): Checked[] {
  const { wifiName, wifiPassword, ...texts } = more.practical ?? {};
  const { picks } = more.voting ?? {};
  return [
    ["title", wrongLine(title, LIMITS.meetupTitle)],
    ["description", wrongText(more.description, LIMITS.description.max)],
    ["timezone", timezone === undefined || isTimeZone(timezone) ? undefined : NO_TIME_ZONE],
    ["place", wrongLine(place, LIMITS.meetupPlace)],
    ["places", places.length > LIMITS.places ? `At most ${LIMITS.places} places` : undefined],
    ...places.map((each, at): Checked => [`places.${at}`, wrongLine(each, { min: 1, max: LIMITS.sideGroupPlace.max })]),
    ["practical.wifiName", wrongLine(wifiName, LIMITS.wifiName)],
    ["practical.wifiPassword", wrongLine(wifiPassword, LIMITS.wifiPassword)],
    ...Object.entries(texts).map(([part, text]): Checked => [
      `practical.${part}`,
      wrongText(text, LIMITS.practicalText.max),
    ]),
    ["voting.picks", picks === undefined ? undefined : wrongNumber(picks, { min: 0, max: 20 })],
  ];
}

/** What ends, ends after it has started. */
function inOrder(command: CommandInput): Checked[] {
  if (command.type === "meetup.edit") {
    const { startsOn, endsOn } = command;
    if (startsOn && endsOn && endsOn < startsOn) return [["endsOn", "Must not be before startsOn"]];
  }
  if (["slot.add", "slot.edit", "session.schedule", "session.edit"].includes(command.type)) {
    const { startsAt, endsAt } = command as Times;
    if (startsAt && endsAt && Date.parse(endsAt) <= Date.parse(startsAt))
      return [["endsAt", "Must be later than startsAt"]];
  }
  return [];
}

type CommandInputOf<T extends CommandInput["type"]> = Extract<CommandInput, { type: T }>;

function wrongLine(text: string | undefined, { min = 0, max }: { min?: number; max: number }): string | undefined {
  return text === undefined ? undefined : lineProblem(text.trim(), min, max);
}

function wrongText(text: string | undefined, max: number): string | undefined {
  return text === undefined ? undefined : paragraphsProblem(text.replaceAll(/\r\n?/gu, "\n").trim(), 0, max);
}

function wrongNumber(number: number | null, { min, max }: { min: number; max: number }): string | undefined {
  if (!Number.isSafeInteger(number)) return "Must be a whole number";
  const size = number ?? 0;
  if (size < min) return `At least ${String(min).replace("-", "−")}`;
  return size > max ? `At most ${max}` : undefined;
}

function wrongShift(minutes: number): string | undefined {
  return minutes === 0 ? "Must not be 0" : wrongNumber(minutes, { min: -LIMITS.shift, max: LIMITS.shift });
}

const NO_TIME_ZONE = "Must be an IANA time zone, like Europe/Lisbon";

function isTimeZone(name: string): boolean {
  // Offsets are zones to some runtimes, and none to others.
  if (/^[+-]/u.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
