import { ECDH } from "node:crypto";
import { z } from "zod";
import type { PushChoices } from "../../shared/meetup/push-choices.ts";

/** The address of a device at its browser's push service, and the keys that only the device can read with. */
export interface PushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+=*$/u, "Must be base64url")
    .max(200, "Too long")
    .refine((text) => Buffer.from(text, "base64url").length === bytes, `Must be ${bytes} bytes`);

/** The body of `PUT /api/me/push`: what a browser's `PushSubscription.toJSON()` gives. */
export const pushSchema = z.strictObject({
  subscription: z.strictObject({
    endpoint: z
      .url({ protocol: /^https?$/u, error: "Must be a web address" })
      .max(1000, "At most 1000 characters")
      .refine((text) => {
        const url = URL.parse(text);
        return url !== null && !url.username && !url.password;
      }, "Must not hold a name or password"),
    expirationTime: z.number().nullable().optional(),
    keys: z.strictObject({
      p256dh: base64url(65).refine(isPoint, "Must be a point of the curve P-256"),
      auth: base64url(16),
    }),
  }),
});

const yesOrNo = z.boolean("Must be true or false").default(false);

/** The body of `PUT /api/meetups/:slug/push`; what is left out is not wanted. */
export const pushChoicesSchema: z.ZodType<PushChoices> = z.strictObject({
  moved: yesOrNo,
  soon: yesOrNo,
  sideGroups: yesOrNo,
});

function isPoint(text: string): boolean {
  try {
    ECDH.convertKey(text, "prime256v1", "base64url", "base64url", "uncompressed");
    return true;
  } catch {
    return false;
  }
}
