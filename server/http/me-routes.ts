import type { IncomingMessage } from "node:http";
import { Router } from "express";
import type { z } from "zod";
import { meSchema, type Person } from "../../shared/person.ts";
import { problem } from "../../shared/problem.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { Pushes } from "../outward/pushes.ts";
import { deviceCookie, deviceToken, forgetDeviceCookie } from "../people/device-cookie.ts";
import type { People } from "../people/people.ts";
import { hashOf } from "../secrets.ts";
import type { TokenBuckets } from "../token-buckets.ts";
import { onlyMethods, readerOf, requirePerson, sendProblem } from "./answers.ts";
import { checkedBy, jsonBody } from "./json-body.ts";
import { withinLimit } from "./meetup-routes.ts";

/** `/api/me`: a name, no account. */
export function meRoutes(tools: {
  people: People;
  meetups: LiveMeetups;
  door: CommandDoor;
  /** New people, by address. */
  newPeople: TokenBuckets;
  pushes: Pushes;
  /** What somebody has open knows their new name. */
  renamed: (person: Person) => void;
  /** What the device of this token has open ends. */
  signedOut: (token: string) => void;
  addressOf: (request: IncomingMessage) => string;
  secure: boolean;
}): Router {
  const { people, meetups, door, newPeople, pushes, renamed, signedOut, addressOf, secure } = tools;
  const router = Router();
  router
    .route("/api/me")
    .get(
      (request, response, next) => {
        // For pages: a browser reports each 401 as a fault, and having no name yet is none.
        if (request.query.or !== "nobody" || readerOf(response)) next();
        else response.status(204).end();
      },
      requirePerson,
      (_request, response) => {
        response.json(readerOf(response));
      },
    )
    .put(
      // A new name goes to every meetup that is open here: it is a command of who has one.
      withinLimit(door),
      (request, response, next) => {
        const wait = readerOf(response) ? 0 : newPeople.wait(addressOf(request));
        if (wait > 0) sendProblem(response, problem("too-many"), wait);
        else next();
      },
      jsonBody,
      checkedBy(meSchema),
      async (request, response) => {
        const { name, color } = request.body as z.output<typeof meSchema>;
        const known = readerOf(response);
        if (known) {
          const now = await people.rename(known, name, color);
          if (!now) return sendProblem(response, problem("no-name"));
          renamed(now);
          await meetups.rename(now);
          response.json(now);
          return;
        }
        const wait = newPeople.take(addressOf(request));
        if (wait > 0) return sendProblem(response, problem("too-many"), wait);
        const { person, token } = await people.create(name, color);
        response.setHeader("Set-Cookie", deviceCookie(token, secure));
        response.status(201).json(person);
      },
    )
    .delete(async (request, response) => {
      const token = deviceToken(request);
      const person = readerOf(response);
      if (token !== undefined && person) {
        await pushes.devices.remove(person.id, ({ device }) => device === hashOf(token));
        await people.signOut(token);
        signedOut(token);
      }
      response.setHeader("Set-Cookie", forgetDeviceCookie(secure));
      response.status(204).end();
    })
    .all(onlyMethods("GET", "PUT", "DELETE"));
  return router;
}
