import { changesOf } from "../../shared/meetup/changes-of.ts";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { decide, type LoggedCommand } from "../../shared/meetup/decide.ts";
import type { Decision } from "../../shared/meetup/decide/decisions.ts";
import type { Fact, MeetupEntry } from "../../shared/meetup/entries.ts";
import { evolve } from "../../shared/meetup/evolve.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import { emptyMeetup, type MeetupState } from "../../shared/meetup/meetup-state.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { Reader } from "../../shared/meetup/view-of/people-view-of.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Change } from "../../shared/protocol/changes.ts";

/** A meetup without server, clock or disk, for telling stories about the rules of the agenda. */
export class MeetupStory {
  state: MeetupState = emptyMeetup();
  readonly log: MeetupEntry[] = [];
  #pads = 0;
  /** How much time has gone by between entries. Milliseconds. */
  #gone = 0;
  #codes = 0;

  constructor(organizer = "olga") {
    this.record(organizer, {
      type: "meetup.created",
      slug: "porto",
      code: "KITE-42",
      title: "Ops mid-cycle, Porto",
      description: "",
      startsOn: "2026-03-09",
      endsOn: "2026-03-10",
      timezone: "Europe/Lisbon",
      place: "Alfândega",
      listed: true,
      previous: null,
      sample: false,
      organizerTokenHash: "hash",
    });
  }

  /** Puts facts into the log, whatever the rules. */
  record(by: string | null, ...facts: Fact[]): Set<Touch> {
    const entry = {
      at: this.now(),
      by,
      facts,
    };
    this.log.push(entry);
    return evolve(this.state, entry);
  }

  /** What a command would come to, without doing it. The input must pass the schema. */
  wouldBe(by: string, input: CommandInput): Decision {
    const command = commandSchema.parse(input) as LoggedCommand;
    return decide(this.state, command, {
      personId: by,
      at: this.now(),
      newPadId: () => `pad-${(this.#pads += 1)}-of-story`,
      newRoomCode: () => `ROOM-${String((this.#codes += 1)).padStart(2, "0")}`,
    });
  }

  /** Does a command: what it touched, or the reason for "no", or nothing. */
  does(by: string, input: CommandInput): { touched: Set<Touch> } | { refused: string; path?: string } | "nothing" {
    const decision = this.wouldBe(by, input);
    if (decision.kind === "nothing") return "nothing";
    if (decision.kind === "facts") return { touched: this.record(by, ...decision.facts) };
    const { type, errors } = decision.problem;
    const path = errors?.[0]?.path;
    return {
      refused: type.replace("urn:midcycle:problem:", ""),
      ...(path !== undefined && { path }),
    };
  }

  /** Every entry is a second after the one before. */
  now(): string {
    return new Date(Date.UTC(2026, 2, 9, 9, 0, this.log.length) + this.#gone).toISOString();
  }

  /** Nobody does anything for so long. */
  passes(minutes: number): void {
    this.#gone += minutes * 60_000;
  }

  view(reader: Reader = "named"): MeetupView {
    return viewOf(this.state, nameOf, reader);
  }

  changes(touched: Iterable<Touch>, reader: Reader = "named"): Change[] {
    return changesOf(this.state, touched, nameOf, reader);
  }

  /** The state that the log alone gives, read back as the store holds it. */
  replayed(): MeetupState {
    const state = emptyMeetup();
    for (const entry of JSON.parse(JSON.stringify(this.log)) as MeetupEntry[]) evolve(state, entry);
    return state;
  }
}

/** Everyone is called by their id with a capital letter. */
export function nameOf(id: string) {
  return { name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`, color: "#bc4945" };
}
