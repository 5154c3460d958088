import type { Batch } from "./commands.ts";
import { decide, type LoggedCommand } from "./decide.ts";
import { refuse, type Asker, type Decision } from "./decisions.ts";
import type { Fact } from "./entries.ts";
import { evolve } from "./evolve.ts";
import type { MeetupState } from "./meetup-state.ts";

/**
 * Decides all commands or none: each on the state that the ones before it would leave, worked out
 * on a copy. A refusal names the command it is about: `commands.57.title`.
 */
export function decideBatch(state: MeetupState, { commands }: Batch, asker: Asker): Decision {
  const trial = copyOf(state);
  const facts: Fact[] = [];
  for (const [index, command] of commands.entries()) {
    const decision =
      command.type === "meetup.delete"
        ? refuse("not-in-batch", "type")
        : decide(trial, command satisfies LoggedCommand, asker);
    if (decision.kind === "refusal") {
      const { problem } = decision;
      const errors = (problem.errors ?? [{ path: "", message: problem.title }]).map(({ path, message }) => ({
        path: path === "" ? `commands.${index}` : `commands.${index}.${path}`,
        message,
      }));
      return { kind: "refusal", problem: { ...problem, errors } };
    }
    if (decision.kind === "nothing") continue;
    evolve(trial, { at: asker.at, by: asker.personId, facts: decision.facts });
    facts.push(...decision.facts);
  }
  return facts.length === 0 ? { kind: "nothing" } : { kind: "facts", facts };
}

/** A deep copy of plain objects, arrays, maps and sets of texts, in a fraction of the time that `structuredClone` takes. */
function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Set) return new Set(value) as T;
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, copyOf(each)])) as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOf(each)])) as T;
}
