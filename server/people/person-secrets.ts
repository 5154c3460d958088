import { hashOf, newToken } from "../secrets.ts";
import type { LogStore, RecordWrite } from "../store/log-store.ts";
import { FewAtATime } from "../turns/few-at-a-time.ts";
import type { People } from "./people.ts";

/** How many of one kind a person may have for one thing: none stops by itself, so that there must be an end. */
const MOST = 20;

/** What a secret opens: something of this person's. */
interface Opened {
  personId: string;
  /** What of theirs; "" when there is only one. */
  of: string;
}

/**
 * Secrets that are told once, in an address, and open something of one person's for whoever has them:
 * kept as hashes, until they are revoked or the person is erased.
 */
export class PersonSecrets {
  readonly #store: LogStore;
  readonly #people: People;
  /** Record kinds: what a secret opens, by its hash, and what a person has, by their id. */
  readonly #kinds: { one: string; all: string };
  /** Changes are made one after another, each on what the one before has left. */
  readonly #changes = new FewAtATime(1);

  constructor(tools: { store: LogStore; people: People; kind: string }) {
    this.#store = tools.store;
    this.#people = tools.people;
    this.#kinds = { one: tools.kind, all: `${tools.kind}s` };
  }

  /** A new secret for this person, which is told to nobody else and kept nowhere; undefined when they have too many. */
  async issue(personId: string, of = ""): Promise<string | undefined> {
    const secret = newToken();
    let isIssued = false;
    await this.#change(personId, (all) => {
      isIssued = all.filter((each) => each.of === of).length < MOST;
      return isIssued ? [...all, { hash: hashOf(secret), of }] : all;
    });
    return isIssued ? secret : undefined;
  }

  /** What a secret opens, if anything; the person as they are now. */
  async open(secret: string): Promise<Opened | undefined> {
    if (secret.length > 100) return undefined;
    const stored = await this.#store.record(this.#kinds.one, hashOf(secret));
    if (stored === undefined) return undefined;
    const { personId, of } = JSON.parse(stored) as Opened;
    const person = await this.#people.now(personId);
    return person && { personId: person.id, of };
  }

  /** How many of a person's secrets work. */
  async count(ids: readonly string[], of = ""): Promise<number> {
    const all = await Promise.all(ids.map((id) => this.#allOf(id)));
    return all.flat().filter((each) => each.of === of).length;
  }

  /** None of a person's secrets for this works any more. `ids` are all that they have, or had. */
  async revoke(ids: readonly string[], of = ""): Promise<void> {
    for (const id of ids) await this.#change(id, (all) => all.filter((each) => each.of !== of));
  }

  /** What goes when a person is erased. */
  async removals(ids: readonly string[]): Promise<RecordWrite[]> {
    const all = await Promise.all(ids.map((id) => this.#allOf(id)));
    return [
      ...all.flat().map(({ hash }) => ({ op: "remove" as const, kind: this.#kinds.one, key: hash })),
      ...ids.map((key) => ({ op: "remove" as const, kind: this.#kinds.all, key })),
    ];
  }

  async #allOf(personId: string): Promise<Kept[]> {
    const stored = await this.#store.record(this.#kinds.all, personId);
    return stored === undefined ? [] : (JSON.parse(stored) as Kept[]);
  }

  #change(personId: string, change: (all: Kept[]) => Kept[]): Promise<void> {
    return this.#changes.run(async () => {
      const before = await this.#allOf(personId);
      const after = change(before);
      const { one, all } = this.#kinds;
      const gone = before.filter((each) => !after.includes(each));
      const added = after.filter((each) => !before.includes(each));
      const records: RecordWrite[] = [
        ...gone.map(({ hash }) => ({ op: "remove" as const, kind: one, key: hash })),
        ...added.map(({ hash, of }) => ({
          op: "create" as const,
          kind: one,
          key: hash,
          value: JSON.stringify({ personId, of } satisfies Opened),
        })),
        after.length > 0
          ? { op: "put", kind: all, key: personId, value: JSON.stringify(after) }
          : { op: "remove", kind: all, key: personId },
      ];
      if (gone.length + added.length > 0) await this.#store.write({ records });
    });
  }
}

/** One secret of a person's: its hash, and what it opens. */
interface Kept {
  hash: string;
  of: string;
}
