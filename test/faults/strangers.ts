/** Pads that nobody has made, presence of people who aren't there, and an end to somebody else's. */
import { PadWriter } from "../together/support/pad-writer.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { bytesOf } from "./support/pad-bytes.ts";
import { each, none, sized, type Figure, type Run } from "./support/figure.ts";
import { RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { comesTrue, must, pause } from "./support/waiting.ts";

const UNKNOWN_PAD = 4404;
const AT_ONCE = 25;
const CLAIMED = 2000;
/** What comes at once on a machine that has nothing else to do. */
const PATIENCE_MS = 20_000;

export async function run(run: Run): Promise<Figure[]> {
  const names = sized(run.scale, { test: 100, short: 2000, full: 10_000 });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  await ana.proposes(slug, "Packaging");
  const { padId } = (await ana.look(slug)).view.topics[0]!;
  const chance = seededChance(run.seed);

  let [refused, text] = [0, 0];
  for (let asked = 0; asked < names; asked += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, names - asked) }, () => madeUp(chance.below));
    const codes = await Promise.all(some.map((name) => codeOf(server.url, name, ana.cookie!)));
    refused += codes.filter((code) => code === UNKNOWN_PAD).length;
    const answers = await Promise.all(
      some.slice(0, 2).map((name) => new Visitor(server.url).get(`/m/${slug}/notes/${name}.md`)),
    );
    text += answers.filter(({ status }) => status === 200).length;
  }

  const [bea, ben] = await Promise.all(
    ["Bea", "Ben"].map(async (name) => new PadWriter(await named(server.url, name), padId)),
  );
  run.ends.defer(() => {
    for (const pad of [bea!, ben!]) pad.close();
  });
  await Promise.all([bea!.synced(), ben!.synced()]);
  bea!.provider.awareness.setLocalStateField("cursor", { at: 1 });
  const seesBea = () => ben!.provider.awareness.getStates().has(bea!.doc.clientID);
  await must(seesBea, "Ben to see Bea");

  const crowd = await RawPad.open(server.url, `/notes/${padId}`, ana.cookie);
  crowd.send(
    bytesOf(
      1,
      bytesOf(
        CLAIMED,
        Array.from({ length: CLAIMED }, (_, n) => [5_000_000 + n, 1, "{}"]),
      ),
    ),
  );
  const end = await Promise.race([crowd.ended, pause(PATIENCE_MS)]);
  await comesTrue(
    () => [...ben!.provider.awareness.getStates().keys()].every((id) => id < 5_000_000 || id > 5_002_000),
    PATIENCE_MS,
  );
  const ghosts = [...ben!.provider.awareness.getStates().keys()].filter((id) => id >= 5_000_000 && id < 5_002_000);

  const remover = await RawPad.open(server.url, `/notes/${padId}`, ana.cookie);
  for (let clock = 1; clock < 200; clock += 1) remover.send(bytesOf(1, bytesOf(1, bea!.doc.clientID, clock, "null")));
  // Its own word comes behind, so the others are through when it is seen.
  remover.send(bytesOf(1, bytesOf(1, 77, 1, "{}")));
  await must(() => ben!.provider.awareness.getStates().has(77), "Ben to see the remover");
  const isStillThere = seesBea();
  remover.close();
  return [
    each(`${names.toLocaleString("en")} made-up pads: refused with 4404`, refused, names),
    none("of these, opened", names - refused + text),
    each(`presence of ${CLAIMED} claimed by one client: closed`, end?.code === 1008 ? 1 : 0, 1),
    none("of these, still shown to others", ghosts.length),
    each("removing another's presence: impossible", isStillThere ? 1 : 0, 1),
  ];
}

/** As a pad's id looks, or as no id looks. */
function madeUp(below: (limit: number) => number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const odd = ["__proto__", "constructor", "..%2F..%2Fetc%2Fpasswd", "%00", "a b", "%F0%9F%92%A9", "x".repeat(500)];
  if (below(10) === 0) return odd[below(odd.length)]!.replaceAll(" ", "%20");
  return Array.from({ length: 16 }, () => letters[below(letters.length)]).join("");
}

async function codeOf(url: string, name: string, cookie: string): Promise<number | undefined> {
  const pad = await RawPad.open(url, `/notes/${name}`, cookie);
  const end = await Promise.race([pad.ended, pause(PATIENCE_MS)]);
  pad.close();
  return end?.code;
}
