import type { Person } from "../../shared/person.ts";
import { colorIndexOf, PERSON_COLORS } from "../../shared/person-look.ts";
import { hashOf, newId, newToken } from "../secrets.ts";
import type { LogStore, RecordWrite } from "../store/log-store.ts";

/** How many signed-in devices are kept at hand; the rest are read again when they come back. */
const DEVICES_AT_HAND = 10_000;

/** By the id that somebody had: the id they have now, or null for nobody. */
const FORMER = "former-person";

/** Whose turn it is when ids are left behind; no id. */
const LEAVING = "leaving";

/** An id that was somebody's: who they are now; null once they were erased. */
export interface FormerPerson {
  id: string;
  now: Person | null;
}

/**
 * The people directory: who a device's cookie belongs to, and what each person is called. Names are
 * kept here and not in the meetups' logs, so that they can be changed and erased. A token is stored
 * as its hash only.
 *
 * Two people who turn out to be one, and people who are erased, leave their id behind as a former
 * one. That is all that makes it so: what speaks of the id elsewhere follows, at once or when it is
 * opened next.
 */
export class People {
  readonly #store: LogStore;
  /** By token hash, the latest used last. */
  readonly #atHand = new Map<string, Person>();
  /** Few enough to be kept at hand. */
  #former: ReadonlyMap<string, string | null> = new Map();
  /**
   * What changes one person or one device, and looking up whose it is, is done one after the other: an erased person
   * must not be written again, and nobody be told what was so before a change that is done.
   */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(store: LogStore) {
    this.#store = store;
  }

  /** Reads which ids are nobody's any more; to be done before anything else. */
  async load(): Promise<void> {
    const stored = await this.#store.records(FORMER);
    this.#former = new Map(stored.map(({ key, value }) => [key, (JSON.parse(value) as { now: string | null }).now]));
  }

  /** A new person on this device. The token goes into the device's cookie and is kept nowhere else. */
  async create(name: string, color: string | undefined): Promise<{ person: Person; token: string }> {
    const id = newId();
    const person = { id, name, color: color ?? PERSON_COLORS[colorIndexOf(id)]! };
    const token = newToken();
    const hash = hashOf(token);
    await this.#store.write({
      records: [{ op: "create", kind: "person", key: id, value: JSON.stringify(person) }, deviceRecord(hash, id)],
    });
    this.#keepAtHand(hash, person);
    return { person, token };
  }

  /** One more device of a person: its token. */
  async addDevice({ id }: Person): Promise<string> {
    const token = newToken();
    await this.#store.write({ records: [deviceRecord(hashOf(token), id)] });
    return token;
  }

  /** The person a device's token belongs to; undefined for none, an unknown or a revoked one. */
  async byToken(token: string | undefined): Promise<Person | undefined> {
    if (!token || token.length > 100) return undefined;
    const hash = hashOf(token);
    return this.#atHand.get(hash) ?? this.#inTurn(hash, () => this.#lookUp(hash));
  }

  /** Changes the name, and the colour if one is given. Undefined when they were erased meanwhile. */
  rename(person: Person, name: string, color: string | undefined): Promise<Person | undefined> {
    return this.#inTurn(person.id, async () => {
      const current = this.isFormer(person.id) ? undefined : await this.now(person.id);
      if (!current) return undefined;
      const renamed = { ...current, name, color: color ?? current.color };
      await this.#store.write({
        records: [{ op: "put", kind: "person", key: person.id, value: JSON.stringify(renamed) }],
      });
      for (const [hash, known] of this.#atHand) if (known.id === person.id) this.#atHand.set(hash, renamed);
      return renamed;
    });
  }

  /** This device is nobody's any more. */
  signOut(token: string): Promise<void> {
    const hash = hashOf(token);
    return this.#inTurn(hash, async () => {
      await this.#store.write({ records: [{ op: "remove", kind: "device", key: hash }] });
      this.#atHand.delete(hash);
    });
  }

  /** Those of `ids` who exist. */
  async byIds(ids: readonly string[]): Promise<Person[]> {
    if (ids.length === 0) return [];
    const found = await this.#store.records("person", ids);
    return found.map(({ value }) => JSON.parse(value) as Person);
  }

  /** Whoever has, or had, this id, as they are now; undefined when that is nobody. */
  async now(id: string): Promise<Person | undefined> {
    const present = presentOf(id, this.#former);
    const stored = present === null ? undefined : await this.#store.record("person", present);
    return stored === undefined ? undefined : (JSON.parse(stored) as Person);
  }

  /** The id that whoever had `id` has now; `id` itself for whoever never changed it, or is nobody now. */
  idNow(id: string): string {
    return presentOf(id, this.#former) ?? id;
  }

  /** Whether an id is nobody's any more: the person has another, or none. */
  isFormer(id: string): boolean {
    return this.#former.has(id);
  }

  /** Those of `ids`, all by default, that are nobody's any more, and whose they were. */
  async formerOf(ids?: readonly string[]): Promise<FormerPerson[]> {
    const gone = ids === undefined ? [...this.#former.keys()] : ids.filter((id) => this.#former.has(id));
    return Promise.all(gone.map(async (id) => ({ id, now: (await this.now(id)) ?? null })));
  }

  /** Every id that this person has or had. */
  idsOf({ id }: Person): string[] {
    return [id, ...[...this.#former.keys()].filter((each) => presentOf(each, this.#former) === id)];
  }

  /** `from` is `into` all along: their devices and links are `into`'s. Undefined when one of them is nobody any more. */
  async join(from: Person, into: Person): Promise<FormerPerson | undefined> {
    return (await this.#leave(from.id, into.id, [])) ? { id: from.id, now: into } : undefined;
  }

  /** They are no more; `more` is written in the same step. Undefined when they were gone already. */
  async erase({ id }: Person, more: readonly RecordWrite[]): Promise<FormerPerson | undefined> {
    return (await this.#leave(id, null, more)) ? { id, now: null } : undefined;
  }

  /** In the device's turn. */
  async #lookUp(hash: string): Promise<Person | undefined> {
    const known = this.#atHand.get(hash);
    if (known) return known;
    const device = await this.#store.record("device", hash);
    return device === undefined
      ? undefined
      : this.#personOf(hash, (JSON.parse(device) as { personId: string }).personId);
  }

  #personOf(hash: string, id: string): Promise<Person | undefined> {
    const present = this.idNow(id);
    return this.#inTurn(present, async () => {
      // They became somebody else while they waited for their turn: once for each such id at most.
      if (this.idNow(id) !== present) return this.#personOf(hash, id);
      const person = await this.now(id);
      if (person) this.#keepAtHand(hash, person);
      return person;
    });
  }

  #leave(id: string, now: string | null, more: readonly RecordWrite[]): Promise<boolean> {
    const leave = async () => {
      if (this.isFormer(id) || (now !== null && this.isFormer(now))) return false;
      await this.#store.write({
        records: [
          { op: "create", kind: FORMER, key: id, value: JSON.stringify({ now }) },
          { op: "remove", kind: "person", key: id },
          ...more,
        ],
      });
      this.#former = new Map(this.#former).set(id, now);
      for (const [hash, known] of this.#atHand) if (known.id === id) this.#atHand.delete(hash);
      return true;
    };
    // One at a time, whoever they are: two who each became the other would be nobody, and looked for without end.
    return this.#inTurn(id, () => this.#inTurn(LEAVING, leave));
  }

  #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    // Whoever asked hears of a failure; the next one goes on.
    const over = done
      .catch(() => undefined)
      .then(() => {
        if (this.#turns.get(id) === over) this.#turns.delete(id);
      });
    this.#turns.set(id, over);
    return done;
  }

  #keepAtHand(hash: string, person: Person): void {
    this.#atHand.delete(hash);
    this.#atHand.set(hash, person);
    if (this.#atHand.size > DEVICES_AT_HAND) this.#atHand.delete(this.#atHand.keys().next().value!);
  }
}

function presentOf(id: string, former: ReadonlyMap<string, string | null>): string | null {
  let present: string | null = id;
  while (present !== null && former.has(present)) present = former.get(present) ?? null;
  return present;
}

function deviceRecord(hash: string, personId: string): RecordWrite {
  return { op: "create", kind: "device", key: hash, value: JSON.stringify({ personId }) };
}
