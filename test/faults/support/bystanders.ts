import { named } from "../../together/support/visitor.ts";
import type { BystanderQuestion } from "./bystander-process.ts";
import type { Run } from "./figure.ts";
import { OwnProcess } from "./own-process.ts";

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
export async function bystanders(run: Run, url: string, padId: string): Promise<Bystanders> {
  const people = await Promise.all(["Bea", "Ben"].map((name) => named(url, name)));
  const headers = people.map(({ cookie }) => ({ cookie: cookie! }));
  return bystandersAt(run, `${url.replace("http", "ws")}/notes/${padId}`, [headers[0]!, headers[1]!]);
}

/** The same at any WebSocket address. */
export async function bystandersAt(
  run: Run,
  address: string,
  headers: [writer: Record<string, string>, reader: Record<string, string>] = [{}, {}],
): Promise<Bystanders> {
  const process = new OwnProcess(run, "bystander-process.ts");
  const ask = <Answer>(question: BystanderQuestion) => process.ask<Answer>(question);
  const clientId = await ask<number>({ ask: "begin", address, headers, everyMs: EVERY_MS });
  return { clientId, lap: () => ask<number[]>({ ask: "lap" }), leave: () => process.end() };
}
