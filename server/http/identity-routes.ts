import type { IncomingMessage } from "node:http";
import { Router, type Request, type Response } from "express";
import type { z } from "zod";
import { returnSchema } from "../../shared/person.ts";
import { problem } from "../../shared/problem.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import { deviceCookie, deviceToken, forgetDeviceCookie } from "../people/device-cookie.ts";
import type { FormerPerson, People } from "../people/people.ts";
import type { PersonSecrets } from "../people/person-secrets.ts";
import { hashOf } from "../secrets.ts";
import { onlyMethods, personOf, readerOf, requirePerson, sendProblem } from "./answers.ts";
import type { Guesses } from "../guesses.ts";
import { mayGuess } from "./may-guess.ts";
import { checkedBy, jsonBody, nothingSaid } from "./json-body.ts";
import { withinLimit } from "./meetup-routes.ts";
import { ownOrigin } from "./origin.ts";

/** Who one is on several devices, and the end of it: return links, joining two people, erasure. */
export function identityRoutes(tools: {
  people: People;
  links: PersonSecrets;
  /** Everything else that a secret of theirs opens. */
  others: readonly PersonSecrets[];
  door: CommandDoor;
  /** Failed links and codes, by address. */
  guesses: Guesses;
  addressOf: (request: IncomingMessage) => string;
  replaceEverywhere: (former: FormerPerson) => Promise<void>;
  publicUrl: string | undefined;
  secure: boolean;
}): Router {
  const { people, links, others, door, guesses, addressOf, replaceEverywhere, publicUrl, secure } = tools;
  const router = Router();

  router
    .route("/api/me/link")
    .get(requirePerson, async (_request, response) => {
      response.json({ links: await links.count(people.idsOf(personOf(response))) });
    })
    .post(withinLimit(door), nothingSaid, requirePerson, async (request, response) => {
      const token = await links.issue(personOf(response).id);
      if (token === undefined) return sendProblem(response, problem("too-many-links"));
      response.json({ url: `${ownOrigin(request, publicUrl)}/#return=${token}` });
    })
    .delete(withinLimit(door), requirePerson, async (_request, response) => {
      await links.revoke(people.idsOf(personOf(response)));
      response.status(204).end();
    })
    .all(onlyMethods("GET", "POST", "DELETE"));

  router
    .route("/api/me/return")
    .post(
      mayGuess({ guesses, addressOf }),
      jsonBody,
      checkedBy(returnSchema),
      async (request: Request, response: Response) => {
        const { token, join } = request.body as z.output<typeof returnSchema>;
        const guessed = await guesses.look(addressOf(request), async () => {
          const opened = await links.open(token);
          return opened && people.now(opened.personId);
        });
        if ("wait" in guessed) return sendProblem(response, problem("too-many"), guessed.wait);
        const { found: person } = guessed;
        if (!person)
          return sendProblem(response, problem("wrong-link", { errors: [{ path: "token", message: "Not valid" }] }));
        const here = readerOf(response);
        if (!here) response.setHeader("Set-Cookie", deviceCookie(await people.addDevice(person), secure));
        else if (here.id !== person.id) {
          if (!join) {
            const detail = `This link is ${person.name}’s, and you are here as ${here.name}. Is this also you?`;
            return sendProblem(response, problem("somebody-here", { detail }));
          }
          const former = await people.join(here, person);
          // Asked twice at the same moment they are one already.
          if (!former && people.idNow(here.id) !== person.id) return sendProblem(response, problem("no-name"));
          await replaceEverywhere(former ?? { id: here.id, now: person });
        }
        response.json(person);
      },
    )
    .all(onlyMethods("POST"));

  router
    .route("/api/me/erase")
    .post(withinLimit(door), nothingSaid, requirePerson, async (request, response) => {
      const person = personOf(response);
      const device = { op: "remove" as const, kind: "device", key: hashOf(deviceToken(request) ?? "") };
      const ids = people.idsOf(person);
      const secrets = await Promise.all([links, ...others].map((each) => each.removals(ids)));
      const more = [device, ...secrets.flat()];
      const former = await people.erase(person, more);
      if (former) await replaceEverywhere(former);
      response.setHeader("Set-Cookie", forgetDeviceCookie(secure));
      response.status(204).end();
    })
    .all(onlyMethods("POST"));
  return router;
}
