import { beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../shared/person.ts";
import { PERSON_COLORS } from "../../shared/person-look.ts";
import { People } from "../../server/people/people.ts";
import { PersonSecrets } from "../../server/people/person-secrets.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";

/** A store whose answers about records of one kind may be held on their way. */
class SlowStore extends InMemoryLogStore {
  onTheWay: { kind: string; until: Promise<void>; asked: () => void } | undefined;

  override async record(kind: string, key: string): Promise<string | undefined> {
    const value = await super.record(kind, key);
    if (this.onTheWay?.kind !== kind) return value;
    this.onTheWay.asked();
    await this.onTheWay.until;
    return value;
  }
}

let store: SlowStore;
let people: People;
let ana: Person;
let ben: Person;
/** Of Ana's device. */
let token: string;
let links: PersonSecrets;

beforeEach(async () => {
  store = new SlowStore();
  people = new People(store);
  ({ person: ana, token } = await people.create("Ana", undefined));
  ben = (await people.create("Ben", undefined)).person;
  links = new PersonSecrets({ store, people, kind: "return-link" });
});

const CHANGES: [how: string, name: string | undefined, change: () => Promise<unknown>][] = [
  ["is signed out", undefined, () => people.signOut(token)],
  ["is nobody's, as its person is erased,", undefined, () => people.erase(ana, [])],
  ["is somebody else's", "Ben", () => people.join(ana, ben)],
  ["belongs to who is called otherwise", "Anna", () => people.rename(ana, "Anna", undefined)],
];

test.each(CHANGES)("a device that %s is so at once", async (_, name, change) => {
  expect(await people.byToken(token)).toEqual(ana);
  await change();
  expect((await people.byToken(token))?.name).toBe(name);
});

describe.each(["device", "person"])("while what is known of a %s is on its way from the store,", (kind) => {
  test.each(CHANGES)("a device that %s is so to all who are answered after that", async (_, name, change) => {
    // As after a restart, nobody is at hand.
    people = new People(store);
    await people.load();
    const [way, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    store.onTheWay = { kind, until: way.promise, asked: asked.resolve };
    const done: string[] = [];
    const looked = people.byToken(token).then((person) => done.push(`is ${person?.name}`));
    await asked.promise;
    const changed = change().then(() => done.push("changed"));
    const again = people.byToken(token);
    way.resolve();
    await Promise.all([looked, changed]);
    expect([["is Ana", "changed"].join(), ["changed", `is ${name}`].join()]).toContain(done.join());
    expect(["Ana", name]).toContain((await again)?.name);
    expect((await people.byToken(token))?.name).toBe(name);
  });
});

test("whose a device is is looked up once, whatever else changes meanwhile and however many ask", async () => {
  people = new People(store);
  await people.load();
  let reads = 0;
  let othersChange = Promise.resolve<unknown>(undefined);
  const asked = () => {
    reads += 1;
    othersChange = people.rename(ben, `Ben ${reads}`, undefined);
  };
  store.onTheWay = { kind: "device", until: new Promise((later) => setImmediate(later)), asked };
  const all = await Promise.all([people.byToken(token), people.byToken(token)]);
  await othersChange;
  expect([all, reads]).toEqual([[ana, ana], 1]);
});

test("a colour that is chosen stays when another device of the same person has changed the name at once", async () => {
  const color = PERSON_COLORS.find((each) => each !== ana.color)!;
  await Promise.all([people.rename(ana, "Ana", color), people.rename(ana, "Anna", undefined)]);
  expect(await people.now(ana.id)).toEqual({ id: ana.id, name: "Anna", color });
});

test("[I3] who is erased and called otherwise at once is nobody, whichever comes first", async () => {
  const [erased, renamed] = await Promise.all([people.erase(ana, []), people.rename(ana, "Anna", undefined)]);
  expect([erased, renamed]).toEqual([{ id: ana.id, now: null }, undefined]);
  await Promise.all([people.rename(ben, "Benno", undefined), people.erase(ben, [])]);
  for (const { id } of [ana, ben]) expect(await store.record("person", id)).toBeUndefined();
  expect(await people.byIds([ana.id, ben.id])).toEqual([]);
});

test("[I2] [I3] an id that is nobody's any more becomes nobody else's, and nobody becomes it", async () => {
  const { person: chi } = await people.create("Chi", undefined);
  const asked = [people.join(ana, ben), people.join(ana, chi), people.erase(ana, [])];
  expect(await Promise.all(asked)).toEqual([{ id: ana.id, now: ben }, undefined, undefined]);
  expect(await people.join(chi, ana)).toBeUndefined();
  expect(await people.now(ana.id)).toEqual(ben);
  expect(await people.now(chi.id)).toEqual(chi);
  expect(people.idsOf(ben)).toEqual([ben.id, ana.id]);
});

test("[I2] two, or three in a round, who become one another at the same time become one", async () => {
  expect((await Promise.all([people.join(ana, ben), people.join(ben, ana)])).filter(Boolean)).toHaveLength(1);
  expect(people.idNow(ana.id)).toBe(people.idNow(ben.id));
  const [chi, dan, eve] = await Promise.all(
    ["Chi", "Dan", "Eve"].map(async (name) => (await people.create(name, undefined)).person),
  );
  const round = await Promise.all([people.join(chi!, dan!), people.join(dan!, eve!), people.join(eve!, chi!)]);
  expect(round.filter(Boolean)).toHaveLength(2);
  expect(new Set([chi!, dan!, eve!].map(({ id }) => people.idNow(id))).size).toBe(1);
});

test("[I3] secrets of who is erased open nothing from then on, and are gone from the store", async () => {
  const secret = (await links.issue(ana.id))!;
  const bens = (await links.issue(ben.id))!;
  expect(await links.open(secret)).toEqual({ personId: ana.id, of: "" });
  const removals = await links.removals(people.idsOf(ana));
  // By itself already: what it opens is nobody's.
  await people.erase(ana, []);
  expect(await links.open(secret)).toBeUndefined();
  await people.erase(ben, removals);
  expect(await store.records("return-link")).toHaveLength(1);
  expect(await store.record("return-links", ana.id)).toBeUndefined();
  expect(await links.open(bens)).toBeUndefined();
});

test("[I1] [I2] secrets are whoever's their person turned out to be, and stop when these revoke all of theirs", async () => {
  const [anas, bens] = [(await links.issue(ana.id))!, (await links.issue(ben.id))!];
  await people.join(ana, ben);
  expect(await links.open(anas)).toEqual({ personId: ben.id, of: "" });
  const ids = people.idsOf(ben);
  expect(await links.count(ids)).toBe(2);
  await links.revoke(ids);
  expect([await links.open(anas), await links.open(bens), await links.count(ids)]).toEqual([undefined, undefined, 0]);
});

test("[I1] of secrets asked for at once none is forgotten: each works until they are revoked, and there is an end to them", async () => {
  const issued = await Promise.all(Array.from({ length: 25 }, () => links.issue(ana.id, "here")));
  const secrets = issued.filter((secret) => secret !== undefined);
  expect(secrets).toHaveLength(20);
  expect(await links.count([ana.id], "here")).toBe(20);
  const [elsewhere] = await Promise.all([links.issue(ana.id, "elsewhere"), links.revoke([ana.id], "here")]);
  for (const secret of secrets) expect(await links.open(secret)).toBeUndefined();
  expect(await links.open(elsewhere!)).toEqual({ personId: ana.id, of: "elsewhere" });
});
