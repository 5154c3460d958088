import { z } from "zod";

/** The body of `PUT /api/meetups/:slug/webhook`. */
export const webhookSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/u, error: "Must be a web address (http or https)" })
    .max(500, "At most 500 characters")
    .superRefine((text, context) => {
      const url = URL.parse(text);
      if (url?.username || url?.password)
        context.addIssue({ code: "custom", message: "Must not hold a name or password" });
      if (url?.hash) context.addIssue({ code: "custom", message: "Must not hold a part behind #" });
    }),
});
