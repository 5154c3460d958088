import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import { settleBallots } from "./evolve-ballots.ts";
import { erasePerson } from "./evolve-erasure.ts";
import { joinPeople } from "./evolve-joining.ts";
import { bringBack, putAside } from "./evolve-put-aside.ts";
import { removePerson, restorePerson } from "./evolve-removal.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

const PEOPLE_FACTS = [
  "person.roleSet",
  "person.removed",
  "person.restored",
  "person.putAside",
  "person.broughtBack",
  "person.joined",
  "person.erased",
  "plan.added",
  "plan.removed",
] as const satisfies Fact["type"][];

/** What happens to people: their roles, whether they may take part, and the day each has planned. */
export type PeopleFact = Extract<Fact, { type: (typeof PEOPLE_FACTS)[number] }>;

/** Whether a fact is about people. */
export function isPeopleFact(fact: Fact): fact is PeopleFact {
  return (PEOPLE_FACTS as readonly string[]).includes(fact.type);
}

/** Folds a fact about people into the state. */
export function evolvePeople(state: MeetupState, fact: PeopleFact, by: string, touched: Set<Touch>): void {
  switch (fact.type) {
    case "person.roleSet":
      // Whoever organizes takes part, whether or not they have done anything here yet.
      if (fact.role === "organizer") {
        state.organizers.add(fact.personId);
        state.people.add(fact.personId);
      } else state.organizers.delete(fact.personId);
      settleBallots(state, fact.personId, touched);
      touched.add("people").add("names").add("mine");
      return;
    case "person.removed":
      removePerson(state, fact.personId, touched);
      return;
    case "person.restored":
      restorePerson(state, fact.personId, touched);
      return;
    case "person.putAside":
      putAside(state, fact.personId, touched);
      return;
    case "person.broughtBack":
      bringBack(state, fact.personId, touched);
      return;
    case "person.joined":
      joinPeople(state, fact.personId, fact.into, touched);
      return;
    case "person.erased":
      erasePerson(state, fact.personId, touched);
      return;
    case "plan.added":
      state.plans.set(by, (state.plans.get(by) ?? new Set()).add(fact.id));
      return;
    case "plan.removed":
      state.plans.get(by)?.delete(fact.id);
      return;
    default:
      assertNever(fact);
  }
}
