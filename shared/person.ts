import { z } from "zod";
import { PERSON_COLORS } from "./person-look.ts";
import { LIMITS } from "./limits.ts";
import { line } from "./text-rules.ts";

/** A person as they see themselves: the answer of `/api/me`. */
export interface Person {
  id: string;
  name: string;
  color: string;
}

/** The body of `POST /api/me/return`: the secret of a return link; `join` says that who is here is that person too. */
export const returnSchema = z.strictObject({
  token: z.string().min(1).max(200),
  join: z.boolean().optional(),
});

/** The body of `PUT /api/me`. */
export const meSchema = z.strictObject({
  name: line(LIMITS.personName.min, LIMITS.personName.max),
  color: z.enum(PERSON_COLORS, "Must be one of the 12 colours").optional(),
});
