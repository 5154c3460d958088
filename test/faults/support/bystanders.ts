import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { named } from "../../together/support/visitor.ts";
import type { BystanderStart } from "./bystander-thread.ts";
import type { Run } from "./figure.ts";

const EVERY_MS = 10;

/** Two people in a pad who only want to work. */
export interface Bystanders {
  /** The Yjs client id of the one who writes. */
  clientId: number;
  /** Milliseconds from key to the other's connection since the last lap; what hasn't arrived counts as long as it waits. */
  lap(): Promise<number[]>;
  /** To be called before the server ends; else they leave when the run ends. */
  leave(): Promise<void>;
}

/** Puts them into a pad of the server at `url`; they write a hundred times a second. */
export async function bystanders({ ends }: Run, url: string, padId: string): Promise<Bystanders> {
  const people = await Promise.all(["Bea", "Ben"].map((name) => named(url, name)));
  const start: BystanderStart = {
    address: `${url.replace("http", "ws")}/notes/${padId}`,
    cookies: [people[0]!.cookie!, people[1]!.cookie!],
    everyMs: EVERY_MS,
  };
  const thread = new Worker(new URL("bystander-thread.ts", import.meta.url), { workerData: start });
  const failed = once(thread, "error").then(([error]) => {
    throw error;
  });
  // It is awaited only where an answer is.
  failed.catch(() => undefined);
  const next = async <T>() => ((await Promise.race([once(thread, "message"), failed])) as [T])[0];
  const clientId = await next<number>();
  let left: Promise<unknown> | undefined;
  const leave = async () => {
    if (left === undefined) {
      left = once(thread, "exit");
      thread.postMessage("stop");
    }
    await Promise.race([left, failed]);
  };
  ends.defer(leave);
  return {
    clientId,
    lap() {
      thread.postMessage("lap");
      return next<number[]>();
    },
    leave,
  };
}
