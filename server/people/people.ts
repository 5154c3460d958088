import type { Person } from "../../shared/person.ts";
import { colorIndexOf, PERSON_COLORS } from "../../shared/person-look.ts";
import { hashOf, newId, newToken } from "../secrets.ts";
import type { LogStore } from "../store/log-store.ts";

/** How many signed-in devices are kept at hand; the rest are read again when they come back. */
const DEVICES_AT_HAND = 10_000;

/**
 * The people directory: who a device's cookie belongs to, and what each person is called. Names are
 * kept here and not in the meetups' logs, so that they can be changed and erased. A token is stored
 * as its hash only.
 */
export class People {
  readonly #store: LogStore;
  /** By token hash, the latest used last. */
  readonly #atHand = new Map<string, Person>();

  constructor(store: LogStore) {
    this.#store = store;
  }

  /** A new person on this device. The token goes into the device's cookie and is kept nowhere else. */
  async create(name: string, color: string | undefined): Promise<{ person: Person; token: string }> {
    const id = newId();
    const person = { id, name, color: color ?? PERSON_COLORS[colorIndexOf(id)]! };
    const token = newToken();
    const hash = hashOf(token);
    await this.#store.write({
      records: [
        { op: "create", kind: "person", key: id, value: JSON.stringify(person) },
        { op: "create", kind: "device", key: hash, value: JSON.stringify({ personId: id }) },
      ],
    });
    this.#keepAtHand(hash, person);
    return { person, token };
  }

  /** The person a device's token belongs to; undefined for none, an unknown or a revoked one. */
  async byToken(token: string | undefined): Promise<Person | undefined> {
    if (!token || token.length > 100) return undefined;
    const hash = hashOf(token);
    const known = this.#atHand.get(hash);
    if (known) return known;
    const device = await this.#store.record("device", hash);
    if (!device) return undefined;
    const { personId } = JSON.parse(device) as { personId: string };
    const stored = await this.#store.record("person", personId);
    if (!stored) return undefined;
    const person = JSON.parse(stored) as Person;
    this.#keepAtHand(hash, person);
    return person;
  }

  /** Changes the name, and the colour if one is given. */
  async rename(person: Person, name: string, color: string | undefined): Promise<Person> {
    const renamed = { ...person, name, color: color ?? person.color };
    await this.#store.write({
      records: [{ op: "put", kind: "person", key: person.id, value: JSON.stringify(renamed) }],
    });
    for (const [hash, known] of this.#atHand) if (known.id === person.id) this.#atHand.set(hash, renamed);
    return renamed;
  }

  /** This device is nobody's any more. */
  async signOut(token: string): Promise<void> {
    const hash = hashOf(token);
    await this.#store.write({ records: [{ op: "remove", kind: "device", key: hash }] });
    this.#atHand.delete(hash);
  }

  /** Those of `ids` who exist. */
  async byIds(ids: readonly string[]): Promise<Person[]> {
    if (ids.length === 0) return [];
    const found = await this.#store.records("person", ids);
    return found.map(({ value }) => JSON.parse(value) as Person);
  }

  #keepAtHand(hash: string, person: Person): void {
    this.#atHand.delete(hash);
    this.#atHand.set(hash, person);
    if (this.#atHand.size > DEVICES_AT_HAND) this.#atHand.delete(this.#atHand.keys().next().value!);
  }
}
