import { afterAll, beforeAll, expect, test } from "vitest";
import { storeLargePad, wholeLine, WHOLE_SEQ } from "../faults/support/stored-pad.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { freshId } from "./support/fresh-id.ts";
import type { Who } from "./support/pad-page.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, type Visitor } from "./support/visitor.ts";

/** Enough for what comes back to do so in dozens of parts. */
const PIECES = 20_000;
/** How often the server is killed after the first part, and before the last one; test/server/pad-rewrites.test.ts ends at any part. */
const KILLS = 1;

let server: ServerProcess;
let ana: Visitor;
let path: string;
let padId: string;
let slug: string;
/** Where the pad stands when letters have been taken out of its text. */
let cutSeq: number;

beforeAll(async () => {
  server = await startServer();
  ana = await named(server.url, "Ana");
  ({ slug } = await ana.makesMeetup());
  padId = await ana.makesPad(slug);
  path = `/api/meetups/${slug}/pads/${padId}`;
  await server.kill("SIGTERM");
  cutSeq = await storeLargePad(server.dataDir, padId, PIECES);
  await server.restart();
});
afterAll(() => server.stop());

/** The pad as it is in the server's log. */
async function stored(): Promise<{ text: string; seq: number }> {
  const { text } = await ana.get(`/m/${slug}/notes/${padId}.md`);
  const { body } = await ana.get<Who>(`${path}/who`);
  return { text: text.slice(text.indexOf("\n---\n") + 5), seq: body.seq };
}

/** Asks for what the pad was, types as soon as a part of it is there, and kills the server when that is saved: what was answered by then. */
async function killed(wish: object, word: string): Promise<number | undefined> {
  const writer = new PadWriter(ana, padId);
  await writer.synced();
  const begun = new Promise((resolve) => writer.doc.once("update", resolve));
  const asked = ana.post(`${path}/restore`, wish).then(
    ({ status }) => status,
    () => undefined,
  );
  await begun;
  writer.types(word);
  await writer.saved();
  await server.kill("SIGKILL");
  writer.close();
  await server.restart();
  return asked;
}

test("[N43] killed in the middle of it, an earlier text is back up to some place, with what was typed meanwhile, and asking again with the same id does the rest, once", async () => {
  let { text: before } = await stored();
  const whole = before.replaceAll(/^Minute (\d+):.*$/gmu, (_, line) => wholeLine(Number(line)));
  const [there, back] = [
    { seq: WHOLE_SEQ, text: whole },
    { seq: cutSeq, text: before },
  ];
  let [then, id] = [there, freshId("restore")];
  for (let life = 1, kills = 0; kills < KILLS; life += 1) {
    const word = `[typed in life ${life}]`;
    const status = await killed({ seq: then.seq, id }, word);
    const { text } = await stored();
    expect(text.split(word)).toHaveLength(2);
    const left = text.replace(word, "");
    expect(commonStart(left, then.text) + commonEnd(left, before)).toBeGreaterThanOrEqual(left.length);
    before = text;
    if (status === undefined) kills += 1;
    else {
      // On a busy machine it is all back by then: the other way round.
      expect([status, left]).toEqual([200, then.text]);
      [then, id] = [then === there ? back : there, freshId("restore")];
    }
  }

  const ask = async () => (await ana.post<{ seq: number }>(`${path}/restore`, { seq: then.seq, id })).body;
  const answer = await ask();
  const done = await stored();
  expect(done.text).toBe(then.text);
  expect(answer).toEqual({ seq: done.seq });
  // Asked once more, also after another kill, nothing changes.
  expect(await ask()).toEqual(answer);
  await server.kill("SIGKILL");
  await server.restart();
  expect(await ask()).toEqual(answer);
  expect(await stored()).toEqual(done);
});

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}
