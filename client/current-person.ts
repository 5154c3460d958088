import type { Person } from "../shared/person.ts";
import type { Problem } from "../shared/problem.ts";
import { forget, keep, keptJson } from "./look/device-storage.ts";
import { keptViews } from "./replica/kept-views.ts";
import { server } from "./server-connection.ts";

/**
 * Who this device is: a name and a colour, or nobody yet. The server's cookie says so; this is the
 * page's copy of it.
 */
let person: Person | null = null;
let asked: Promise<void> | undefined;
let isAnswered = false;
/** Where the last known answer stands for when the server can't be asked. */
const KEPT_AS = "midcycle.person";
/** When the server takes longer than this to say who this device is, it is taken for whose it was last. Milliseconds. */
const PATIENCE_MS = 4000;
const listeners = new Set<() => void>();
/** Asks whoever would leave something behind; nothing is there to ask about before that is used. */
let askFirst: () => Promise<boolean> = () => Promise.resolve(true);

/** The person of this device; null when they have no name yet, or it isn't known yet. */
export function currentPerson(): Person | null {
  return person;
}

/** Resolves once the server has said who this device is, or can't be reached. */
export function loadCurrentPerson(): Promise<void> {
  asked ??= ask();
  return asked;
}

/** Resolves once it is known who this device is, or it has been taken for whose it was last. */
export function currentPersonInTime(): Promise<void> {
  return Promise.race([loadCurrentPerson(), new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

async function ask(): Promise<void> {
  const standIn = () => person === null && tell(keptPerson());
  const timer = setTimeout(standIn, PATIENCE_MS);
  const answer = await server.me();
  clearTimeout(timer);
  if (answer !== null && "problem" in answer) {
    asked = undefined;
    return void standIn();
  }
  if (isAnswered && answer?.id !== person?.id) return becomeOther(answer);
  keepPerson(answer);
  // At first the live connection has the same cookie as the question.
  tell(answer);
  isAnswered = true;
}

/** Asks the server anew: this device may be somebody else's since. */
export function reloadCurrentPerson(): Promise<void> {
  asked = undefined;
  return loadCurrentPerson();
}

/** Chooses a name and a colour, the first time or anew. */
export async function nameMe(name: string, color: string | undefined): Promise<{ problem: Problem } | Person> {
  const answer = await server.putMe(name, color);
  if ("problem" in answer) return answer;
  keepPerson(answer);
  become(answer);
  return answer;
}

/** Whether this device may be somebody else's from now on, or nobody's: nothing is lost by that, or they were asked. */
export function mayLeave(): Promise<boolean> {
  return askFirst();
}

/** Has something asked before this device is somebody else's by one's own doing. It resolves whether it may be. */
export function askBeforeLeaving(ask: () => Promise<boolean>): void {
  askFirst = ask;
}

/** Signs this device out. */
export async function forgetMe(): Promise<{ problem: Problem } | object> {
  const answer = await server.forgetMe();
  if (!("problem" in answer)) await becomeOther(null);
  return answer;
}

/** Erases me, on every device, for good. */
export async function eraseMe(): Promise<{ problem: Problem } | object> {
  const answer = await server.eraseMe();
  if (!("problem" in answer)) await becomeOther(null);
  return answer;
}

/**
 * Makes this device the person's whose return link has this secret. Where somebody else is here, only with `join`, which
 * says that both are one: `adopt` then takes what waits on this device under the id before.
 */
export async function comeBack(
  token: string,
  { join, adopt }: { join: boolean; adopt: (from: string, into: string) => Promise<void> },
): Promise<{ problem: Problem } | Person> {
  const before = person;
  const answer = await server.comeBack(token, join);
  if ("problem" in answer || answer.id === before?.id) return answer;
  if (before) await adopt(before.id, answer.id);
  await becomeOther(answer);
  return answer;
}

async function becomeOther(next: Person | null): Promise<void> {
  // What this person saw is not for the next one; where a device keeps nothing, nothing is there.
  await keptViews.forgetAll().catch(() => undefined);
  keepPerson(next);
  become(next);
}

/** Hears of every change of who this device is. Returns how to stop. */
export function onCurrentPerson(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Without a store the name is known only while the server can be asked. */
function keepPerson(next: Person | null): void {
  if (next) keep(KEPT_AS, JSON.stringify(next));
  else forget(KEPT_AS);
}

function keptPerson(): Person | null {
  return keptJson(KEPT_AS) as Person | null;
}

// Elsewhere they were erased, or turned out to be somebody else. While it is asked for the first time, the answer comes.
server.onWho = (id) => {
  if (id !== (person?.id ?? null) && (isAnswered || !asked)) void reloadCurrentPerson();
};

// Another tab has changed who this device is: the cookie is shared, so that this tab is that person too.
addEventListener("storage", ({ key }) => {
  if (key === KEPT_AS) become(keptPerson());
});

/** Is somebody else, or changed, from now on. */
function become(next: Person | null): void {
  const isOther = next?.id !== person?.id;
  tell(next);
  // The live connection was opened as somebody else, or nobody: its handshake reads the cookie.
  if (isOther) server.reconnect();
}

function tell(next: Person | null): void {
  person = next;
  for (const listener of listeners) listener();
}
