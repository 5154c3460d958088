/** People who send a kind of costly messages in one go: made before, in a process that nothing is measured in. */
import { seededChance } from "../../together/support/seeded-chance.ts";
import { COSTLY, COSTLY_FRAMES } from "../costly-updates.ts";
import { answerEach } from "./own-process.ts";
import { clientFrame, RawPad } from "./raw-pad.ts";
import { pause } from "./waiting.ts";

export type SenderQuestion =
  | { ask: "prepare"; kind: string; seeds: number[] }
  | { ask: "send"; url: string; path: string; cookies: string[]; watchedMs: number };

/** What each of them sends. */
let sent: Uint8Array[] = [];

answerEach<SenderQuestion>((question) => (question.ask === "prepare" ? prepare(question) : send(question)));

function prepare({ kind, seeds }: Extract<SenderQuestion, { ask: "prepare" }>): void {
  sent = seeds.map((seed) => {
    const messages = COSTLY[kind]?.(seededChance(seed)).map((message) => clientFrame(message));
    return messages === undefined ? COSTLY_FRAMES[kind]!() : Buffer.concat(messages);
  });
}

/** They read all that they are sent. Watched for so long also when they are closed at once: what was taken is still being dealt with. */
async function send({ url, path, cookies, watchedMs }: Extract<SenderQuestion, { ask: "send" }>): Promise<void> {
  const pads = await Promise.all(cookies.map((cookie) => RawPad.open(url, path, cookie)));
  for (const [index, pad] of pads.entries()) pad.write(sent[index]!);
  await pause(watchedMs);
  for (const pad of pads) pad.close();
}
