import { clientId } from "../../shared/ids.ts";
import type { MeetupCreated } from "../../shared/meetup/entries.ts";
import { timeZone } from "../../shared/meetup/commands/meetup-fields.ts";
import { newMeetupSchema, slugFrom, type NewMeetup } from "../../shared/meetup/commands/new-meetup.ts";
import type { MeetupSummary } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import { hashOf, newId, newJoinCode, newSlug, newToken } from "../secrets.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { ConflictError, type LogStore, type RecordWrite } from "../store/log-store.ts";
import type { Tools } from "./live-meetup-tools.ts";
import type { LiveMeetup } from "./live-meetup.ts";
import { encodeEntry, meetupStream } from "./meetup-log.ts";
import { listedWith } from "./public-listing.ts";

/** What making a meetup answers: its address, its join code, and the organizer's token, told this once. */
export type Created = { slug: string; code: string; token: string; repeated: boolean };
/** That, or why not; `retryAfter`, in seconds, comes with a 429. */
export type Making = Created | { problem: Problem; retryAfter?: number };

type Wish = NewMeetup & { sample?: boolean };

/** What tells a repeated wish from another: whose it is, with the id that they gave it, and all that was wished. */
interface Creation {
  key: string;
  content: string;
}

/** What is kept of a wish that was granted, under its key. */
interface CreationRecord {
  slug: string;
  meetupId: string;
  content: string;
}

/** What is left of it once the meetup is gone: the same wish won't make another. */
const CREATED_AND_GONE = "";

/** What to keep of the wish that made this meetup, whose content is the meetup's, when it goes. */
export async function creationsGone(store: Pick<LogStore, "records">, meetupId: string): Promise<RecordWrite[]> {
  const made = (await store.records("creation")).filter(
    ({ value }) => value !== CREATED_AND_GONE && (JSON.parse(value) as CreationRecord).meetupId === meetupId,
  );
  return made.map(({ key }) => ({ op: "put", kind: "creation", key, value: CREATED_AND_GONE }));
}

/** Makes meetups, each once however often the same wish comes. */
export class NewMeetups {
  readonly #tools: Pick<Tools, "store" | "clock">;
  readonly #bySlug: (slug: string) => Promise<LiveMeetup | undefined>;
  /** By key: the latest of each wish that is being made. */
  readonly #underWay = new Map<string, Promise<Making>>();

  constructor(tools: Pick<Tools, "store" | "clock">, bySlug: (slug: string) => Promise<LiveMeetup | undefined>) {
    this.#tools = tools;
    this.#bySlug = bySlug;
  }

  /** See LiveMeetups. */
  async create(wish: Wish, person: Person, allowance?: TokenBuckets): Promise<Making> {
    if (wish.id === undefined) return this.#make(wish, person, undefined, allowance);
    const creation = { key: keyOf(wish.id, person), content: JSON.stringify(wish) };
    // One after the other, so that a repeat that comes while the first is being made finds it.
    const before = this.#underWay.get(creation.key);
    const making = (async () => {
      await before?.catch(() => "as good as never asked for");
      return (await this.#repeated(creation, person)) ?? this.#make(wish, person, creation, allowance);
    })();
    this.#underWay.set(creation.key, making);
    try {
      return await making;
    } finally {
      if (this.#underWay.get(creation.key) === making) this.#underWay.delete(creation.key);
    }
  }

  /** See LiveMeetups. What is looked at first costs least: most are refused for it. */
  async isRepeat(body: unknown, person: Person): Promise<boolean> {
    const { data: id } = clientId.safeParse((body as { id?: unknown } | null)?.id);
    if (id === undefined) return false;
    const key = keyOf(id, person);
    // What is being made under this id may be what is repeated.
    await this.#underWay.get(key)?.catch(() => "as good as never asked for");
    const record = await this.#tools.store.record("creation", key);
    if (record === undefined) return false;
    const wish = newMeetupSchema.safeParse(body);
    return wish.success && madeBy(record, JSON.stringify(wish.data)) !== undefined;
  }

  async #make(
    wish: Wish,
    person: Person,
    creation: Creation | undefined,
    allowance: TokenBuckets | undefined,
  ): Promise<Making> {
    const { id: _, slug: wishSlug, startsOn, endsOn, previous, sample, ...rest } = wish;
    const retryAfter = allowance?.take(person.id) ?? 0;
    if (retryAfter > 0) return { problem: problem("too-many"), retryAfter };
    const token = newToken();
    const facts: Omit<MeetupCreated, "slug" | "code"> = {
      type: "meetup.created",
      ...rest,
      startsOn: startsOn ?? null,
      endsOn: endsOn ?? startsOn ?? null,
      previous: previous ?? null,
      sample: sample ?? false,
      organizerTokenHash: hashOf(token),
    };
    for (let attempt = 0; ; attempt++) {
      const slug = wishSlug ?? (wish.listed ? withSuffix(slugFrom(wish.title), attempt) : newSlug());
      const code = newJoinCode();
      try {
        await this.#store(person, { ...facts, slug, code }, creation);
        return { slug, code, token, repeated: false };
      } catch (error) {
        const isConflict = error instanceof ConflictError;
        const isTaken = isConflict && wishSlug && (await this.#tools.store.record("meetup", wishSlug)) !== undefined;
        if (isConflict && !isTaken && attempt <= 50) continue;
        allowance?.giveBack(person.id);
        if (!isTaken) throw error;
        return {
          problem: problem("slug-taken", { errors: [{ path: "slug", message: "Another meetup has this address" }] }),
        };
      }
    }
  }

  async #repeated({ key, content }: Creation, person: Person): Promise<Making | undefined> {
    const record = await this.#tools.store.record("creation", key);
    if (record === undefined) return undefined;
    const made = madeBy(record, content);
    const meetup = made && (await this.#bySlug(made.slug));
    // The one it made may be gone, and its address another meetup's by now.
    if (!meetup || meetup.id !== made.meetupId)
      return {
        problem: problem("id-taken", {
          errors: [{ path: "id", message: "Used for another meetup before" }],
        }),
      };
    const token = newToken();
    const answer = await meetup.handle({ type: "organizerLink.add", tokenHash: hashOf(token) }, person);
    if ("problem" in answer) return answer;
    const code = await meetup.read((state) => state.facts.code);
    return { slug: made.slug, code, token, repeated: true };
  }

  async #store(person: Person, facts: MeetupCreated, creation: Creation | undefined): Promise<void> {
    const id = newId();
    const { slug, code } = facts;
    const at = new Date(this.#tools.clock.now()).toISOString();
    const records: RecordWrite[] = [
      { op: "create", kind: "meetup", key: slug, value: JSON.stringify({ id }) },
      { op: "create", kind: "code", key: code.replace("-", ""), value: slug },
    ];
    if (facts.listed)
      records.push(
        { op: "put", kind: "listed", key: slug, value: JSON.stringify(summaryOfNew(facts, at)) },
        { op: "put", kind: listedWith(person.id), key: slug, value: "" },
      );
    if (creation) {
      const value = JSON.stringify({ slug, meetupId: id, content: creation.content } satisfies CreationRecord);
      records.push({ op: "create", kind: "creation", key: creation.key, value });
    }
    await this.#tools.store.write({
      appends: [{ stream: meetupStream(id), entries: [encodeEntry({ at, by: person.id, facts: [facts] })], after: 0 }],
      records,
    });
  }
}

function keyOf(id: string, person: Person): string {
  return `${person.id}/${id}`;
}

/** What the wish of this content made, if that is what was kept. */
function madeBy(record: string, content: string): CreationRecord | undefined {
  const made = record === CREATED_AND_GONE ? undefined : (JSON.parse(record) as CreationRecord);
  return made && asWrittenNow(made.content) === content ? made : undefined;
}

/** What was wished before, as it is written now: earlier versions kept the capital and small letters of a time zone as they came. */
function asWrittenNow(content: string): string {
  const wish = JSON.parse(content) as NewMeetup;
  return JSON.stringify({ ...wish, timezone: timeZone.safeParse(wish.timezone).data ?? wish.timezone });
}

function summaryOfNew(
  { slug, title, startsOn, endsOn, place, sample }: MeetupCreated,
  createdAt: string,
): MeetupSummary {
  return { slug, title, startsOn, endsOn, place, phase: "gathering", topics: 0, people: 1, sample, createdAt };
}

function withSuffix(slug: string, attempt: number): string {
  return attempt === 0 ? slug : `${slug}-${attempt + 1}`;
}
