import { Router } from "express";
import type { z } from "zod";
import { webhookSchema } from "../outward/webhook-schema.ts";
import { problem } from "../../shared/problem.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { Webhooks } from "../outward/webhooks.ts";
import { onlyMethods, requirePerson, sendProblem } from "./answers.ts";
import { checkedBy, jsonBody } from "./json-body.ts";
import { meetupOf, organizersOnly, withinLimit, withMeetup } from "./meetup-routes.ts";
import { ownOrigin } from "./origin.ts";

/** `/api/meetups/:slug/webhook`: where news of a meetup go, for its organizers only. */
export function webhookRoutes(tools: {
  meetups: LiveMeetups;
  door: CommandDoor;
  webhooks: Webhooks;
  publicUrl: string | undefined;
}): Router {
  const { meetups, door, webhooks, publicUrl } = tools;
  const router = Router();
  const limited = withinLimit(door);
  const asOrganizer = [requirePerson, withMeetup(meetups), organizersOnly];
  router
    .route("/api/meetups/:slug/webhook")
    .get(...asOrganizer, async (_request, response) => {
      const webhook = await webhooks.view(meetupOf(response).id);
      response.json({ hosts: webhooks.hosts.map(({ text }) => text), webhook });
    })
    .put(
      limited,
      jsonBody,
      requirePerson,
      checkedBy(webhookSchema),
      withMeetup(meetups),
      organizersOnly,
      async (request, response) => {
        const url = new URL((request.body as z.output<typeof webhookSchema>).url).href;
        if (webhooks.hosts.length === 0) return sendProblem(response, problem("webhooks-off"));
        if (!webhooks.allows(url)) {
          const errors = [{ path: "url", message: "This host is not allowed" }];
          return sendProblem(response, problem("webhook-host", { errors }));
        }
        const meetup = meetupOf(response);
        const seq = await meetup.read((state) => state.seq);
        const secret = await webhooks.set(meetup.id, { url, origin: ownOrigin(request, publicUrl), seq });
        if (secret === undefined) sendProblem(response, problem("unknown-meetup"));
        else response.json({ url, secret });
      },
    )
    .delete(limited, ...asOrganizer, async (_request, response) => {
      await webhooks.remove(meetupOf(response).id);
      response.status(204).end();
    })
    .all(onlyMethods("GET", "PUT", "DELETE"));
  return router;
}
