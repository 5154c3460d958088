import { createHash } from "node:crypto";
import { Router, type NextFunction, type Request, type Response } from "express";
import type { z } from "zod";
import { versionsOf, whyNotWrite } from "../../shared/meetup/pads.ts";
import { restoreSchema } from "../../shared/notes/restore.ts";
import { problem } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";
import type { PadPast } from "../notes/past/pad-past.ts";
import { Rounds } from "../turns/rounds.ts";
import { hasEntity, onlyMethods, personOf, requirePerson, sendProblem } from "./answers.ts";
import { checkedBy, jsonBody } from "./json-body.ts";
import { meetupOf, withinLimit, withMeetup } from "./meetup-routes.ts";
import { sendShared, SharedBytes } from "./shared-bytes.ts";
import { gunzipped } from "./gunzipped.ts";

/** `/api/meetups/:slug/pads/:padId…`: who wrote what, what was when, and bringing it back. */
export function padRoutes(tools: {
  meetups: LiveMeetups;
  pads: LivePads;
  past: PadPast;
  door: CommandDoor;
  clock: Clock;
}): Router {
  const { meetups, pads, past, door, clock } = tools;
  const now = () => new Date(clock.now()).toISOString();
  const router = Router();
  const known = [withMeetup(meetups), withPad];
  const rounds = new Rounds<SharedBytes>();
  /** Written down, and compressed, once for all who ask for the same. */
  const sendTagged = async (request: Request, response: Response, hash: string, body: () => string | Buffer) => {
    if (isUnchanged(request, response, hash)) return;
    const shared = await rounds.share(`${request.path} ${hash}`, async () => new SharedBytes(body()));
    await sendShared(request, response.type("json"), shared);
  };

  router
    .route("/api/meetups/:slug/pads/:padId/who")
    .get(known, async (request: Request, response: Response) => {
      const { seq, writings } = await pads.contents.writingsOf(padIdOf(request));
      const authors = new Set(writings.flatMap(({ personId }) => personId ?? []));
      const former = [...authors].flatMap((id) => (pads.idNow(id) === id ? [] : [[id, pads.idNow(id)]]));
      await sendTagged(request, response, `${seq}-${hashOf(JSON.stringify(former))}`, () => {
        const clients = writings.map(({ client, personId, runs }) => {
          return { client, person: personId === undefined ? null : pads.idNow(personId), runs };
        });
        return JSON.stringify({ seq, clients });
      });
    })
    .all(onlyMethods("GET"));

  router
    .route("/api/meetups/:slug/pads/:padId/snapshot")
    .get(known, async (request: Request, response: Response) => {
      const { edits, bytes } = await pads.snapshotOf(padIdOf(request));
      response.setHeader("Pad-Edits", edits);
      if (isUnchanged(request, response, String(edits))) return;
      response.type("application/octet-stream").vary("Accept-Encoding");
      if (!request.acceptsEncodings("gzip")) return void response.send(await gunzipped(bytes));
      response.setHeader("Content-Encoding", "gzip");
      response.send(bytes);
    })
    .all(onlyMethods("GET"));

  router
    .route("/api/meetups/:slug/pads/:padId/history")
    .get(known, async (request: Request, response: Response) => {
      const padId = padIdOf(request);
      const [versions, joined] = await meetupOf(response).read((state) => [
        versionsOf(state, padId),
        [...state.joined],
      ]);
      const { seq, moments, hash } = await past.historyOf(
        padId,
        versions.map((version) => version.seq),
      );
      const named = JSON.stringify(versions);
      const former = joined.map((id) => ({ id, now: pads.idNow(id) }));
      await sendTagged(request, response, `${hash}-${hashOf(named + JSON.stringify(former))}`, () =>
        Buffer.concat([
          Buffer.from(`{"seq":${seq},"moments":`),
          writtenBy(Buffer.from(moments), former),
          Buffer.from(`,"versions":${named}}`),
        ]),
      );
    })
    .all(onlyMethods("GET"));

  router
    .route("/api/meetups/:slug/pads/:padId/restore")
    .post(
      withinLimit(door),
      jsonBody,
      requirePerson,
      checkedBy(restoreSchema),
      known,
      async (request: Request, response: Response) => {
        const padId = padIdOf(request);
        const { seq, id } = request.body as z.output<typeof restoreSchema>;
        if (seq > (await pads.contents.writingsOf(padId)).seq) return sendProblem(response, problem("unknown-moment"));
        const { id: personId } = personOf(response);
        const whyNot = () => meetupOf(response).read((state) => whyNotWrite(state, padId, { personId, at: now() }));
        const reason = await whyNot();
        if (reason) return sendProblem(response, problem(reason));
        const restored = await past.restore(padId, { seq, id, by: personId });
        // Locked while the text of then was looked up.
        if (restored === "refused") sendProblem(response, problem((await whyNot()) ?? "notes-locked"));
        else if (typeof restored === "string") sendProblem(response, problem(restored));
        else response.json(restored);
      },
    )
    .all(onlyMethods("POST"));

  return router;
}

/** Finds the pad a route speaks of in its meetup: 404 when it isn't one of it. */
async function withPad(request: Request, response: Response, next: NextFunction): Promise<void> {
  const padId = padIdOf(request);
  if (await meetupOf(response).read((state) => state.pads.has(padId))) next();
  else sendProblem(response, problem("unknown-pad"));
}

function padIdOf(request: Request): string {
  return String(request.params.padId);
}

/** A history as it reads with the ids that its authors have now. Nothing else in its JSON looks like an author. */
function writtenBy(moments: Buffer, former: readonly { id: string; now: string }[]): Buffer {
  const author = (id: string) => `"by":${JSON.stringify(id)}`;
  const found = former.filter(({ id }) => moments.includes(author(id)));
  if (found.length === 0) return moments;
  const text = found.reduce((all, { id, now }) => all.replaceAll(author(id), author(now)), moments.toString("utf8"));
  return Buffer.from(text, "utf8");
}

/** Tags the answer; when the client has it already, that is all it is told. */
function isUnchanged(request: Request, response: Response, hash: string): boolean {
  const tag = `W/"${hash}"`;
  response.setHeader("ETag", tag);
  response.setHeader("Cache-Control", "private, no-cache");
  response.setHeader("X-Robots-Tag", "noindex");
  if (!hasEntity(request, tag)) return false;
  response.status(304).end();
  return true;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
