import { Router, type Request } from "express";
import type { z } from "zod";
import type { PushChoices } from "../../shared/meetup/push-choices.ts";
import { problem } from "../../shared/problem.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { Pushes } from "../outward/pushes.ts";
import { pushChoicesSchema, pushSchema } from "../outward/push-subscription.ts";
import { deviceToken } from "../people/device-cookie.ts";
import { hashOf } from "../secrets.ts";
import { onlyMethods, personOf, requirePerson, sendProblem } from "./answers.ts";
import { checkedBy, jsonBody } from "./json-body.ts";
import { meetupOf, withinLimit, withMeetup } from "./meetup-routes.ts";

/** Web Push: this server's key, this device's address, and what one wants to hear of a meetup. */
export function pushRoutes({
  meetups,
  door,
  pushes,
}: {
  meetups: LiveMeetups;
  door: CommandDoor;
  pushes: Pushes;
}): Router {
  const router = Router();
  const limited = withinLimit(door);
  const deviceOf = (request: Request) => hashOf(deviceToken(request) ?? "");

  router
    .route("/api/push/key")
    .get(async (_request, response) => {
      response.json({ publicKey: await pushes.publicKey() });
    })
    .all(onlyMethods("GET"));

  router
    .route("/api/me/push")
    .get(requirePerson, async (request, response) => {
      const devices = await pushes.devices.of(personOf(response).id);
      const here = devices.find(({ device }) => device === deviceOf(request));
      response.json({ endpoint: here?.endpoint ?? null, devices: devices.length });
    })
    .put(limited, jsonBody, requirePerson, checkedBy(pushSchema), async (request, response) => {
      const { endpoint, keys } = (request.body as z.output<typeof pushSchema>).subscription;
      if (!pushes.allows(endpoint)) {
        const errors = [{ path: "subscription.endpoint", message: "Not a push service that this server knows" }];
        return sendProblem(response, problem("push-host", { errors }));
      }
      await pushes.devices.add(personOf(response).id, { endpoint, keys, device: deviceOf(request) });
      response.status(204).end();
    })
    .delete(limited, requirePerson, async (request, response) => {
      await pushes.devices.remove(personOf(response).id, ({ device }) => device === deviceOf(request));
      response.status(204).end();
    })
    .all(onlyMethods("GET", "PUT", "DELETE"));

  router
    .route("/api/meetups/:slug/push")
    .get(requirePerson, withMeetup(meetups), async (_request, response) => {
      response.json(await pushes.choicesOf(meetupOf(response).id, personOf(response).id));
    })
    .put(
      limited,
      jsonBody,
      requirePerson,
      checkedBy(pushChoicesSchema),
      withMeetup(meetups),
      async (request, response) => {
        const choices = request.body as PushChoices;
        if (await pushes.choose(meetupOf(response), personOf(response).id, choices)) response.json(choices);
        else sendProblem(response, problem("unknown-meetup"));
      },
    )
    .all(onlyMethods("GET", "PUT"));
  return router;
}
