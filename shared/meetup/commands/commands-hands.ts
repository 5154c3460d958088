import { z } from "zod";
import { clientId } from "../../ids.ts";
import { LIMITS } from "../../limits.ts";
import { line } from "../../text-rules.ts";

const answers = z
  .array(line(LIMITS.handsAnswer.min, LIMITS.handsAnswer.max))
  .min(LIMITS.handsAnswers.min, `At least ${LIMITS.handsAnswers.min} answers`)
  .max(LIMITS.handsAnswers.max, `At most ${LIMITS.handsAnswers.max} answers`)
  .superRefine((all, context) => {
    for (const [index, answer] of all.entries())
      if (all.indexOf(answer) < index)
        context.addIssue({ code: "custom", path: [index], message: "The same as another answer" });
  });

/** A show of hands: a moderator asks, people answer, the moderator ends it and everyone sees how many. */
export const handsCommands = [
  z.strictObject({
    type: z.literal("hands.ask"),
    id: clientId,
    sessionId: clientId,
    question: line(LIMITS.handsQuestion.min, LIMITS.handsQuestion.max),
    answers,
  }),
  z.strictObject({
    type: z.literal("hands.answer"),
    handsId: clientId,
    answer: z
      .int("Must be a whole number")
      .min(0, "At least 0")
      .max(LIMITS.handsAnswers.max - 1, `At most ${LIMITS.handsAnswers.max - 1}`),
  }),
  z.strictObject({ type: z.literal("hands.end"), handsId: clientId }),
] as const;
