/** How soon the server is back after `kill -9`, with a thousand meetups stored. */
import { named, Visitor, type Answer } from "../together/support/visitor.ts";
import { freshId } from "../together/support/fresh-id.ts";
import { each, quantiles, sized, type Figure, type Run } from "./support/figure.ts";
import { started } from "./support/started.ts";

const TOPICS = 10;

export async function run(run: Run): Promise<Figure[]> {
  const { scale } = run;
  const { meetups, kills } = sized(scale, {
    test: { meetups: 20, kills: 2 },
    short: { meetups: 1000, kills: 7 },
    full: { meetups: 1000, kills: 25 },
  });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const slugs = await makeMeetups(ana, meetups);
  const times: number[] = [];
  let whole = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    // There is something in the write-ahead log that has to be taken in again.
    const { seq } = await writeABit(ana, slugs[kill % slugs.length]!);
    await server.kill("SIGKILL");
    const begun = performance.now();
    await server.restart();
    const ready = await new Visitor(server.url).get("/readyz");
    times.push(performance.now() - begun);
    if (ready.status === 200 && (await ana.look(slugs[kill % slugs.length]!)).seq === seq) whole += 1;
  }
  const scene = `back after kill -9 × ${kills}, ${meetups} meetups and ${meetups * TOPICS} pads stored`;
  return [
    each(`${scene}: with all that was acknowledged`, whole, kills),
    quantiles(`${scene}: start of the process to ready`, times, [
      [0.5, 500],
      [1, 2000],
    ]),
  ];
}

async function makeMeetups(ana: Visitor, count: number): Promise<string[]> {
  const slugs: string[] = [];
  for (let made = 0; made < count; made += 20) {
    const some = await Promise.all(
      Array.from({ length: Math.min(20, count - made) }, async () => {
        const { slug } = await ana.makesMeetup();
        await proposals(ana, slug, TOPICS);
        return slug;
      }),
    );
    slugs.push(...some);
  }
  return slugs;
}

function proposals(ana: Visitor, slug: string, count: number): Promise<Answer<{ seq: number }>> {
  const commands = Array.from({ length: count }, (_, index) => ({
    type: "topic.propose",
    id: freshId("topic"),
    title: `Something to talk about, number ${index}`,
  }));
  return ana.command(slug, { type: "batch", commands });
}

async function writeABit(ana: Visitor, slug: string): Promise<{ seq: number }> {
  const answers = await Promise.all(Array.from({ length: 20 }, () => proposals(ana, slug, 1)));
  return { seq: Math.max(...answers.map(({ body }) => body.seq)) };
}
