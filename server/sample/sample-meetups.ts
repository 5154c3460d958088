import { dayOf } from "../../shared/time.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import type { NewMeetup } from "../../shared/meetup/commands/new-meetup.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../clock.ts";
import type { AnyCommand } from "../meetups/internal-commands.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { Created } from "../meetups/new-meetups.ts";
import { padStream } from "../notes/text/pad-seed.ts";
import type { People } from "../people/people.ts";
import { hashOf, newToken } from "../secrets.ts";
import { StoreUnavailableError, type Append, type LogStore } from "../store/log-store.ts";
import { noteEntries } from "./note-entries.ts";
import type { Asking } from "./sample-asks.ts";
import { SAMPLE_NOTES } from "./sample-notes.ts";
import type { SampleName } from "./sample-people.ts";
import { allSamples, sampleBegun, sampleFinished, sampleOf } from "./sample-records.ts";
import { sampleStory } from "./sample-story.ts";
import { SAMPLE_TIME_ZONE } from "./sample-venue.ts";

const ADDRESS = "philadelphia-2015-sample";
/** More samples than this on one server, and somebody is playing. */
const MOST_ADDRESSES = 10_000;

/**
 * Sample meetups, one for each person who wants to see one. A sample is an ordinary meetup: its
 * people are in the directory, what they do comes through the meetup's own door, so its log is a true
 * one. Only the first notes are put straight into the pads' logs, which nobody knows of yet.
 *
 * 1. The list of meetups shows a sample only when it is whole.
 * 2. One that broke off is deleted when its person asks again.
 */
export class SampleMeetups {
  readonly #store: LogStore;
  readonly #meetups: LiveMeetups;
  readonly #people: People;
  readonly #clock: Clock;
  /** By person: two clicks make one sample. */
  readonly #underWay = new Map<string, Promise<Created>>();

  constructor(tools: { store: LogStore; meetups: LiveMeetups; people: People; clock: Clock }) {
    this.#store = tools.store;
    this.#meetups = tools.meetups;
    this.#people = tools.people;
    this.#clock = tools.clock;
  }

  /** This person's sample: the one they have, with a fresh organizer's token, else a new one. Rejects for faults. */
  of(person: Person): Promise<Created> {
    const underWay = this.#underWay.get(person.id);
    if (underWay) return underWay.then((created) => ({ ...created, repeated: true }));
    const getting = this.#get(person).finally(() => this.#underWay.delete(person.id));
    this.#underWay.set(person.id, getting);
    return getting;
  }

  /** Whether this person has a sample that `of` would find. */
  async isThere(person: Person): Promise<boolean> {
    const known = await sampleOf(this.#store, person.id);
    return known?.finished === true && (await this.#meetups.bySlug(known.slug)) !== undefined;
  }

  /** Any sample there is, whoever made it, with a fresh organizer's token; for whoever runs the server. */
  async any(): Promise<Created | undefined> {
    for (const { by, slug, finished } of await allSamples(this.#store)) {
      const [person] = await this.#people.byIds([by]);
      const meetup = finished && person && (await this.#meetups.bySlug(slug));
      if (meetup) return opened(meetup, person);
    }
    return undefined;
  }

  async #get(person: Person): Promise<Created> {
    const known = await sampleOf(this.#store, person.id);
    const meetup = known && (await this.#meetups.bySlug(known.slug));
    if (!meetup) return this.#make(person);
    if (known.finished) return opened(meetup, person);
    await this.#meetups.delete(meetup, person);
    return this.#make(person);
  }

  async #make(organizer: Person): Promise<Created> {
    const today = dayOf(new Date(this.#clock.now()).toISOString(), SAMPLE_TIME_ZONE);
    const story = sampleStory(today);
    const people = new Map<Asking, Person>(
      await Promise.all(story.people.map(async ({ name, color }) => [name, await this.#person(name, color)] as const)),
    );
    const personIds = [...people.values()].map(({ id }) => id);
    people.set("organizer", organizer);
    const created = await this.#create(story.meetup, organizer);
    await this.#store.write({ records: sampleBegun(organizer.id, created.slug, personIds) });
    const meetup = await this.#meetups.bySlug(created.slug);
    if (!meetup) throw new StoreUnavailableError("The sample is gone");
    for (const chapter of story.chapters)
      await Promise.all(chapter.map(({ by, command }) => done(meetup, withIds(command, people), people.get(by)!)));
    await this.#writeNotes(meetup, people);
    await done(meetup, { type: "meetup.edit", listed: true }, organizer);
    await this.#store.write({ records: sampleFinished(organizer.id, meetup.slug) });
    return created;
  }

  /** A made-up person: nobody's device, so nobody can be them. */
  async #person(name: string, color: string): Promise<Person> {
    const { person, token } = await this.#people.create(name, color);
    await this.#people.signOut(token);
    return person;
  }

  async #create(wish: NewMeetup, organizer: Person): Promise<Created> {
    for (let number = 1; number < MOST_ADDRESSES; number++) {
      const slug = number === 1 ? ADDRESS : `${ADDRESS}-${number}`;
      const created = await this.#meetups.create({ ...wish, slug, sample: true }, organizer);
      if (!("problem" in created)) return created;
    }
    throw new Error("Every address of a sample is taken");
  }

  async #writeNotes(meetup: LiveMeetup, people: ReadonlyMap<Asking, Person>): Promise<void> {
    const padIds = await meetup.read(
      ({ sessions, sideGroups }) =>
        new Map([...sessions.values(), ...sideGroups.values()].map(({ id, padId }) => [id, padId])),
    );
    const appends: Append[] = [];
    const writers: { padId: string; by: SampleName }[] = [];
    for (const [id, edits] of Object.entries(SAMPLE_NOTES)) {
      const padId = padIds.get(id);
      const [seed] = padId === undefined ? [] : await this.#store.read(padStream(padId), { limit: 1 });
      if (padId === undefined || !seed) throw new Error(`The sample has no notes for ${id}`);
      const pad = { id: padId, seed: seed.bytes, at: this.#clock.now() };
      const entries = noteEntries(pad, edits, (name) => people.get(name)!.id);
      appends.push({ stream: padStream(padId), entries, after: seed.seq });
      for (const by of new Set(edits.map((edit) => edit.by))) writers.push({ padId, by });
    }
    await this.#store.write({ appends });
    await Promise.all(writers.map(({ padId, by }) => done(meetup, { type: "notes.write", padId }, people.get(by)!)));
  }
}

/** The sample that is there, with one more organizer's token. */
async function opened(meetup: LiveMeetup, person: Person): Promise<Created> {
  const token = newToken();
  await done(meetup, { type: "organizerLink.add", tokenHash: hashOf(token) }, person);
  const code = await meetup.read(({ facts }) => facts.code);
  return { slug: meetup.slug, code, token, repeated: true };
}

/** The story names moderators by their names; the meetup knows them by their ids. */
function withIds(command: LoggedCommand, people: ReadonlyMap<Asking, Person>): LoggedCommand {
  if (command.type !== "session.edit" || !command.moderators) return command;
  const moderators = command.moderators.map((each) =>
    "personId" in each ? { personId: people.get(each.personId as SampleName)!.id } : each,
  );
  return { ...command, moderators };
}

/** Does what nothing in the sample's story can be against: a refusal is a fault. */
async function done(meetup: LiveMeetup, command: AnyCommand, person: Person): Promise<void> {
  const answer = await meetup.handle(command, person);
  if (!("problem" in answer)) return;
  const { status, detail } = answer.problem;
  if (status === 503) throw new StoreUnavailableError(detail);
  throw new Error(`The sample's ${command.type} was refused: ${detail}`);
}
