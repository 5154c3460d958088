import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";

/** What a meetup says of itself; a phase sets anew what is open. */
export function factsAfter(
  meetup: MeetupFacts,
  command: Extract<CommandInput, { type: "meetup.setPhase" | "meetup.edit" }>,
): MeetupFacts {
  if (command.type === "meetup.setPhase") {
    const { phase } = command;
    if (phase === meetup.phase) return meetup;
    return {
      ...meetup,
      phase,
      proposals: { ...meetup.proposals, open: phase === "gathering" },
      voting: { ...meetup.voting, open: phase === "gathering" || phase === "voting" },
    };
  }
  const { type: _, proposals, voting, practical, ...own } = command;
  return {
    ...meetup,
    ...given(own),
    proposals: { ...meetup.proposals, ...given(proposals) },
    voting: { ...meetup.voting, ...given(voting) },
    practical: { ...meetup.practical, ...given(practical) },
  };
}

/** What is said of it; what isn't stays as it is. */
export function given<T extends object>(set: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(set ?? {}).filter(([, value]) => value !== undefined)) as never;
}
