import type { InParts } from "../../in-parts.ts";
import { copyOnWrite } from "../../copy-on-write.ts";
import type { Batch } from "../commands.ts";
import { decide, type LoggedCommand } from "../decide.ts";
import { refuse, unlessRemoved, type Asker, type Decision } from "./decisions.ts";
import type { Fact } from "../entries.ts";
import { evolving } from "../evolve.ts";
import type { MeetupState } from "../meetup-state.ts";

/**
 * Decides all commands or none: each on the state that the ones before it would leave, worked out
 * on a copy. A refusal names the command it is about: `commands.57.title`. It goes command by command; the state must stay
 * as it is in between.
 */
export function* decidingBatch(state: MeetupState, { commands }: Batch, asker: Asker): InParts<Decision> {
  const trial = copyOnWrite(state);
  const facts: Fact[] = [];
  for (const [index, command] of commands.entries()) {
    const decision =
      command.type === "meetup.delete"
        ? unlessRemoved(trial, asker, refuse("not-in-batch", "type"))
        : decide(trial, command satisfies LoggedCommand, asker);
    if (decision.kind === "refusal") {
      const { problem } = decision;
      const errors = (problem.errors ?? [{ path: "", message: problem.title }]).map(({ path, message }) => ({
        path: path === "" ? `commands.${index}` : `commands.${index}.${path}`,
        message,
      }));
      return { kind: "refusal", problem: { ...problem, errors } };
    }
    yield;
    if (decision.kind === "nothing") continue;
    yield* evolving(trial, { at: asker.at, by: asker.personId, facts: decision.facts });
    facts.push(...decision.facts);
  }
  return facts.length === 0 ? { kind: "nothing" } : { kind: "facts", facts };
}
