/** Somebody who sends a kind of costly messages in one go: made before, in a process that nothing is measured in. */
import { seededChance } from "../../together/support/seeded-chance.ts";
import { COSTLY, COSTLY_FRAMES } from "../costly-updates.ts";
import { answerEach } from "./own-process.ts";
import { clientFrame, RawPad } from "./raw-pad.ts";
import { pause } from "./waiting.ts";

export type SenderQuestion =
  | { ask: "prepare"; kind: string; seed: number }
  | { ask: "send"; url: string; path: string; cookie: string; watchedMs: number };

let frames: Uint8Array = new Uint8Array();

answerEach<SenderQuestion>((question) => (question.ask === "prepare" ? prepare(question) : send(question)));

function prepare({ kind, seed }: Extract<SenderQuestion, { ask: "prepare" }>): void {
  const messages = COSTLY[kind]?.(seededChance(seed)).map((message) => clientFrame(message));
  frames = messages === undefined ? COSTLY_FRAMES[kind]!() : Buffer.concat(messages);
}

/** Reads all that it is sent. Watched for so long also when it is closed at once: what was taken is still being dealt with. */
async function send({ url, path, cookie, watchedMs }: Extract<SenderQuestion, { ask: "send" }>): Promise<void> {
  const pad = await RawPad.open(url, path, cookie);
  pad.write(frames);
  await pause(watchedMs);
  pad.close();
}
