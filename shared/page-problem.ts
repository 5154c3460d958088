const PREFIX = "urn:midcycle:problem:";

/**
 * An expected "no", as everyone outside sees it (RFC 9457, application/problem+json). Refusals are
 * values, never exceptions; each names its reason, and the fields concerned where there are any.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
}

/** `path` is the field as the request spells it, with dots and indexes: `commands.57.title`. */
export interface FieldError {
  path: string;
  message: string;
}

/** What a problem says besides its reason. */
export type ProblemDetails = { detail?: string; errors?: FieldError[] };

/** A reason's HTTP status and the words people see. */
export type ReasonWords = readonly [status: number, title: string, detail: string];

/** The reasons that pages name by themselves; the words of all others come from the server. */
export const PAGE_REASONS = {
  "no-name": [401, "No name yet", "Say who you are first: choose a name."],
  "meetup-closed": [409, "The meetup is closed", "The meetup is over; its agenda can no longer change."],
  "proposals-closed": [409, "Proposals are closed", "New topics are no longer taken."],
  invalid: [422, "Not valid", "Some fields are not valid."],
} as const satisfies Record<string, ReasonWords>;

/** The problem for a reason that pages name; as `problem` in `problem.ts`, without the words of all others. */
export function pageProblem(reason: keyof typeof PAGE_REASONS, more: ProblemDetails = {}): Problem {
  return problemFrom(reason, PAGE_REASONS[reason], more);
}

/** A reason and its words as a problem; `detail` replaces its usual sentence, `errors` name the fields. */
export function problemFrom(reason: string, [status, title, detail]: ReasonWords, more: ProblemDetails): Problem {
  return {
    type: `${PREFIX}${reason}`,
    title,
    status,
    detail: more.detail ?? detail,
    ...(more.errors && { errors: more.errors }),
  };
}

/** The reason a problem names, or undefined when it isn't one of ours. */
export function reasonOf({ type }: Problem): string | undefined {
  return type.startsWith(PREFIX) ? type.slice(PREFIX.length) : undefined;
}
