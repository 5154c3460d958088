import type { NewMeetup } from "../../shared/meetup/commands/new-meetup.ts";
import { plainCode } from "../../shared/meetup/join-code.ts";
import type { MeetupSummary } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { hashOf, newId, sameHash } from "../secrets.ts";
import type { FormerPerson } from "../people/people.ts";
import type { Tools } from "./live-meetup-tools.ts";
import { LiveMeetup } from "./live-meetup.ts";
import { removalOf } from "./meetup-removal.ts";
import { NewMeetups, type Making } from "./new-meetups.ts";
import { listedWith } from "./public-listing.ts";

/** A meetup nobody has asked for in this time is let go of; its log brings it back. */
const MEETUP_IDLE_MS = 5 * 60_000;
const SWEEP_MS = 60_000;
/** At most this many pads' meetups are remembered: whoever opens a pad, and whoever writes in it first, asks. */
const PADS_REMEMBERED = 10_000;

/**
 * All meetups of this server: opens each once however many ask, makes new ones, and lets go of
 * those nobody uses.
 */
export class LiveMeetups {
  readonly #tools: Tools;
  readonly #open = new Map<string, Promise<LiveMeetup | undefined>>();
  /** The slug of each pad's meetup, which is the same for ever. */
  readonly #slugs = new Map<string, string>();
  readonly #onDelete: (meetup: LiveMeetup, last: { seq: number; padIds: string[] }) => void;
  readonly #new: NewMeetups;
  readonly #sweep: NodeJS.Timeout;
  #namesVersion = newId();

  /** `onDelete` hears of a meetup that is gone, where it stood, and of its pads. */
  constructor(tools: Tools, onDelete: (meetup: LiveMeetup, last: { seq: number; padIds: string[] }) => void) {
    this.#tools = tools;
    this.#onDelete = onDelete;
    this.#new = new NewMeetups(tools, (slug) => this.bySlug(slug));
    this.#sweep = setInterval(() => void this.#letGo(), SWEEP_MS);
    this.#sweep.unref();
  }

  /** The meetup at this address; undefined when there is none. Rejects when its log can't be read. */
  async bySlug(slug: string): Promise<LiveMeetup | undefined> {
    let open = this.#open.get(slug);
    if (!open) {
      const id = await this.#idAt(slug);
      if (id === undefined) return undefined;
      open = this.#opened(slug, id);
    }
    const meetup = await open;
    if (meetup && !meetup.dead) {
      // Now, not when it is asked for something: in between it must not be let go of.
      meetup.touch();
      return meetup;
    }
    // It has ended, or it was deleted while it was being read.
    if (this.#open.get(slug) === open) this.#open.delete(slug);
    return this.bySlug(slug);
  }

  /** The address a join code leads to; case, spaces and the dash don't matter. */
  async slugOfCode(code: string): Promise<string | undefined> {
    const plain = plainCode(code);
    return /^[A-Z]{4}[0-9]{2}$/u.test(plain) ? this.#tools.store.record("code", plain) : undefined;
  }

  /** The address of the meetup that a pad belongs to, or belonged to: it may be another meetup's since. */
  async slugOfPad(padId: string): Promise<string | undefined> {
    const known = this.#slugs.get(padId);
    if (known !== undefined) return known;
    const record = await this.#tools.store.record("pad", padId);
    if (record === undefined) return undefined;
    const { slug } = JSON.parse(record) as { slug: string };
    this.#slugs.set(padId, slug);
    const [oldest] = this.#slugs.keys();
    if (oldest !== undefined && this.#slugs.size > PADS_REMEMBERED) this.#slugs.delete(oldest);
    return slug;
  }

  /** Listed meetups, newest first: by their first day, or that on which they were made if none is known yet. */
  async list(): Promise<MeetupSummary[]> {
    const listed = await this.#tools.store.records("listed");
    // What was written before it said when they were made.
    const all = listed.map(({ value }): MeetupSummary => ({ createdAt: null, ...JSON.parse(value) }));
    const age = ({ startsOn, createdAt, slug }: MeetupSummary) => [
      startsOn ?? createdAt?.slice(0, 10),
      createdAt,
      slug,
    ];
    return all.toSorted((a, b) => (String(age(a)) < String(age(b)) ? 1 : -1));
  }

  /**
   * Makes a meetup with `person` as its organizer, within their allowance if there is one; a repeat with the same id finds
   * the one it made, which takes nothing of it.
   */
  create(wish: NewMeetup & { sample?: boolean }, person: Person, allowance?: TokenBuckets): Promise<Making> {
    return this.#new.create(wish, person, allowance);
  }

  /** Whether a body that asks for a meetup is, word for word, one that made a meetup for this person. */
  isRepeat(body: unknown, person: Person): Promise<boolean> {
    return this.#new.isRepeat(body, person);
  }

  /** Whether `token` is that of an organizer link of this meetup. */
  async isOrganizerToken(meetup: LiveMeetup, token: string): Promise<boolean> {
    const hash = hashOf(token);
    const hashes = await meetup.read((state) => [...state.organizerTokenHashes]);
    return hashes.filter((known) => sameHash(known, hash)).length > 0;
  }

  /** Removes a meetup whole: its log, its pads, its records. Organizers only. */
  async delete(meetup: LiveMeetup, person: Person): Promise<{ seq: number } | { problem: Problem }> {
    let padIds: string[] = [];
    const answer = await meetup.end(
      (state) => (state.organizers.has(person.id) ? undefined : problem("organizers-only")),
      async (state) => {
        padIds = [...state.pads.keys()];
        const { store, removing = (_id, remove) => remove() } = this.#tools;
        await removing(meetup.id, async () => void (await store.write(await removalOf(store, meetup.id, state))));
      },
    );
    if ("seq" in answer) this.#onDelete(meetup, { seq: answer.seq, padIds });
    return answer;
  }

  /** Changes with every start and every renamed person: what was cached under another one may hold old names. */
  get namesVersion(): string {
    return this.#namesVersion;
  }

  /** Tells the meetups that are open of a changed name; the others read it when they open. */
  async rename(person: Person): Promise<void> {
    this.#namesVersion = newId();
    await this.#eachOpen((meetup) => meetup.rename(person));
    // What was read meanwhile may have either name.
    this.#namesVersion = newId();
  }

  /**
   * Someone is somebody else from now on, or nobody: tells the meetups that are open; the others find out when they
   * open, which listed ones do now: the public list says how many people take part.
   */
  async replace(former: FormerPerson): Promise<void> {
    this.#namesVersion = newId();
    await this.#eachOpen((meetup) => meetup.replace(former));
    const listed = await this.#tools.store.records(listedWith(former.id));
    // One that can't be opened is a fault for whoever asks for it, and follows then.
    for (const { key: slug } of listed) await this.bySlug(slug).catch(() => undefined);
    this.#namesVersion = newId();
  }

  /** Ends all timers. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    for (const open of this.#open.values()) (await open.catch(() => undefined))?.close();
  }

  #opened(slug: string, id: string): Promise<LiveMeetup | undefined> {
    const known = this.#open.get(slug);
    if (known) return known;
    const opening = this.#read(slug, id);
    this.#open.set(slug, opening);
    opening.catch(() => {
      if (this.#open.get(slug) === opening) this.#open.delete(slug);
    });
    return opening;
  }

  /** Undefined when the meetup was deleted meanwhile. */
  async #read(slug: string, id: string): Promise<LiveMeetup | undefined> {
    try {
      return await LiveMeetup.open(id, this.#tools);
    } catch (error) {
      if ((await this.#idAt(slug)) === id) throw error;
      return undefined;
    }
  }

  async #idAt(slug: string): Promise<string | undefined> {
    const record = await this.#tools.store.record("meetup", slug);
    return record === undefined ? undefined : (JSON.parse(record) as { id: string }).id;
  }

  /** One that could not be opened is left out; whoever asked for it has had the error. */
  async #eachOpen(change: (meetup: LiveMeetup) => Promise<unknown>): Promise<void> {
    const open = await Promise.all([...this.#open.values()].map((opening) => opening.catch(() => undefined)));
    await Promise.all(open.flatMap((meetup) => (meetup ? change(meetup) : [])));
  }

  async #letGo(): Promise<void> {
    const before = this.#tools.clock.now() - MEETUP_IDLE_MS;
    for (const [slug, open] of this.#open) {
      const meetup = await open.catch(() => undefined);
      if (meetup && !meetup.inUse && meetup.usedAt < before) {
        this.#open.delete(slug);
        meetup.close();
      }
    }
  }
}
