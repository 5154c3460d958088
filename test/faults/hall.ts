/** Five hundred phones behind one address come in at once, vote and write, with the limits as they are. */
import { startServer } from "../helpers/server-process.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { atMost, none, sized, type Figure, type Run } from "./support/figure.ts";
import { Typist } from "./support/typist.ts";
import { Voter } from "./support/voter.ts";
import { must } from "./support/waiting.ts";
import { Words } from "./support/words.ts";

const AT_ONCE = 50;

export async function run(run: Run): Promise<Figure[]> {
  const phones = sized(run.scale, { test: 40, short: 500, full: 500 });
  // No setting is touched: what a limit would refuse here, it would refuse in a hall.
  const server = await startServer();
  run.ends.defer(() => server.stop());
  const olga = await named(server.url, "Olga");
  const { slug, code } = await olga.makesMeetup();
  for (let topic = 0; topic < 5; topic += 1) await olga.proposes(slug, `Topic ${topic}`);
  const { topics } = (await olga.look(slug)).view;
  const words = new Words();
  const problems: string[] = [];
  const begun = performance.now();
  const voters: Voter[] = [];
  const typists: Typist[] = [];
  run.ends.defer(() => {
    for (const person of [...voters, ...typists]) person.leaves();
  });

  const comesIn = async (number: number) => {
    const phone = new Visitor(server.url, `phone-${number}`);
    const join = await phone.get(`/j/${code}`);
    const page = await phone.get(`/m/${slug}`);
    const name = await phone.takeName(`Person ${number}`);
    if (join.status >= 400 || page.status !== 200 || name.status !== 201)
      problems.push(`phone ${number}: ${join.status}, ${page.status}, ${name.status}`);
    const voter = new Voter(phone, slug, seededChance(run.seed + number));
    voters.push(voter);
    const typist = new Typist(phone, topics[number % topics.length]!.padId, words);
    typists.push(typist);
    await must(() => voter.isConnected, `phone ${number} to be connected`, 60_000);
    voter.starts(
      20,
      0,
      topics.slice(0, 3).map(({ id }) => id),
    );
    await must(() => typist.pad.provider.synced, `phone ${number} to have the notes`, 60_000);
    typist.typesWord();
  };
  for (let number = 0; number < phones; number += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, phones - number) }, (_, n) => comesIn(number + n)));
  await must(() => voters.every(({ answered }) => answered.size === 3), "everyone's votes to be answered", 60_000);
  await Promise.all(typists.map((typist) => typist.isSaved()));
  const seconds = (performance.now() - begun) / 1000;

  const { view } = await olga.look(slug);
  const miscounted = view.topics.slice(0, 3).filter(({ votes }) => votes !== phones);
  const texts = await Promise.all(topics.map(({ padId }) => olga.get(`/m/${slug}/notes/${padId}.md`)));
  const { lost, doubled } = words.checkAll(texts.map(({ text }) => text).join("\n"));
  const scene = `${phones} phones behind one address`;
  return [
    none(`${scene}: refused anything`, problems.length, problems.slice(0, 3).join("; ")),
    atMost(`${scene}: are in, have voted and written, within`, 120, seconds, "s"),
    none(`${scene}: votes miscounted, words lost or doubled`, miscounted.length + lost.length + doubled.length),
  ];
}
