import { z } from "zod";
import { askedSchema } from "../../shared/meetup/commands.ts";
import { newMeetupSchema } from "../../shared/meetup/commands/new-meetup.ts";
import { restoreSchema } from "../../shared/notes/restore.ts";
import { pushChoicesSchema, pushSchema } from "../outward/push-subscription.ts";
import { nothingSchema } from "./json-body.ts";
import { tokenSchema } from "./meetup-routes.ts";
import { outletPaths } from "./open-api-outlets.ts";
import { webhookSchema } from "../outward/webhook-schema.ts";
import { suggestSchema } from "../../shared/schedule/suggest.ts";
import { meSchema, returnSchema } from "../../shared/person.ts";

/** The OpenAPI 3.1 document of the HTTP interface, from the same schemas that check the requests. */
export function openApiDocument(): object {
  const problem = {
    description: "Why not, as RFC 9457 says",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  const ok = (description: string) => ({ "200": { description }, default: problem });
  const body = (schema: z.ZodType) => ({
    required: true,
    content: { "application/json": { schema: jsonSchema(schema) } },
  });
  const slug = [{ name: "slug", in: "path", required: true, schema: { type: "string" } }];
  const padId = { name: "padId", in: "path", required: true, schema: { type: "string" } };
  return {
    openapi: "3.1.0",
    info: {
      title: "Midcycle",
      version: "0.1.0",
      description:
        "An agenda formed in public, notes written together. docs/api.md tells the rest: live sockets and exports.",
    },
    paths: {
      "/api/me": {
        get: {
          summary: "Who I am",
          parameters: [
            {
              name: "or",
              in: "query",
              description: "204 in place of 401",
              schema: { type: "string", enum: ["nobody"] },
            },
          ],
          responses: { ...ok("The person of this device"), "204": { description: "Nobody yet, where asked so" } },
        },
        put: {
          summary: "Choose or change my name",
          requestBody: body(meSchema),
          responses: {
            "201": { description: "A new person, with a cookie for this device" },
            ...ok("The person"),
          },
        },
        delete: {
          summary: "Sign this device out",
          responses: { "204": { description: "Signed out" }, default: problem },
        },
      },
      "/api/me/link": {
        get: { summary: "How many return links of mine work", responses: ok("links") },
        post: { summary: "A return link, told this once", responses: ok("Its url") },
        delete: {
          summary: "None of my return links works any more",
          responses: { "204": { description: "Revoked" }, default: problem },
        },
      },
      "/api/me/return": {
        post: {
          summary: "Make this device the person's whose return link it is",
          requestBody: body(returnSchema),
          responses: ok("The person, with a cookie for a device that was nobody's"),
        },
      },
      "/api/me/erase": {
        post: {
          summary: "Erase me, on all my devices, for good",
          responses: { "204": { description: "Erased" }, default: problem },
        },
      },
      "/api/server": {
        get: { summary: "The server's time, and which build of the pages it has", responses: ok("now and build") },
      },
      "/api/meetups": {
        get: { summary: "Listed meetups, newest first", responses: ok("The meetups") },
        post: {
          summary: "Make a meetup; its maker is its organizer",
          requestBody: body(newMeetupSchema),
          responses: {
            "201": { description: "Its slug, join code and organizer link" },
            ...ok("Made before under this id"),
          },
        },
      },
      "/api/sample": {
        post: {
          summary: "A sample meetup of my own",
          requestBody: body(nothingSchema),
          responses: ok("As above"),
        },
      },
      "/api/meetups/{slug}": {
        parameters: slug,
        get: {
          summary: "The meetup as everybody sees it, and my own part",
          responses: ok("seq, view and me"),
        },
      },
      "/api/meetups/{slug}/commands": {
        parameters: slug,
        post: {
          summary: "Ask for a change",
          requestBody: body(askedSchema),
          responses: ok("Durable at this seq"),
        },
      },
      "/api/meetups/{slug}/organizer": {
        parameters: slug,
        post: {
          summary: "Become an organizer with the token of an organizer link",
          requestBody: body(tokenSchema),
          responses: ok("Organizer"),
        },
      },
      "/api/meetups/{slug}/organizer-link": {
        parameters: slug,
        post: { summary: "A new organizer link; earlier ones stop", responses: ok("The link") },
      },
      "/api/push/key": {
        get: { summary: "The key with which browsers subscribe", responses: ok("The public key, base64url") },
      },
      "/api/me/push": {
        get: {
          summary: "Whether this device is told, and how many of mine are",
          responses: ok("endpoint and devices"),
        },
        put: {
          summary: "Tell this device",
          requestBody: body(pushSchema),
          responses: { "204": { description: "It is told" }, default: problem },
        },
        delete: {
          summary: "Tell this device nothing more",
          responses: { "204": { description: "It is told nothing" }, default: problem },
        },
      },
      "/api/meetups/{slug}/push": {
        parameters: slug,
        get: { summary: "What I want to hear of this meetup", responses: ok("My choices") },
        put: { summary: "Choose it", requestBody: body(pushChoicesSchema), responses: ok("My choices") },
      },
      "/api/meetups/{slug}/calendar": {
        parameters: slug,
        get: { summary: "How many addresses of my day's calendar work", responses: ok("links") },
        post: { summary: "An address of my day as a calendar, told this once", responses: ok("Its url") },
        delete: {
          summary: "None of these addresses works any more",
          responses: { "204": { description: "Revoked" }, default: problem },
        },
      },
      "/api/meetups/{slug}/take-home": {
        parameters: slug,
        get: {
          summary: "What I take home from it, without all the rest",
          responses: ok("The meetup's title, and takeHome"),
        },
      },
      "/api/meetups/{slug}/ballots": {
        parameters: slug,
        get: {
          summary: "When five people or more came within five minutes, and what they voted; organizers",
          responses: ok("The intervals, the latest first"),
        },
      },
      "/api/meetups/{slug}/webhook": {
        parameters: slug,
        get: { summary: "Where news go, and how the last attempt went; organizers", responses: ok("The webhook") },
        put: {
          summary: "Have news sent to this address from now on; organizers",
          requestBody: body(webhookSchema),
          responses: ok("The address, and the secret that signs, told this once"),
        },
        delete: {
          summary: "Send no more news; organizers",
          responses: { "204": { description: "Nothing is sent" }, default: problem },
        },
      },
      "/api/meetups/{slug}/schedule/suggestions": {
        parameters: slug,
        post: {
          summary: "A plan that loses few wishes; nothing is changed by asking",
          requestBody: { ...body(suggestSchema), required: false },
          responses: ok("Placements, and what they lose"),
        },
      },
      "/api/meetups/{slug}/log": {
        parameters: slug,
        get: {
          summary: "How the agenda came about, a row for each public fact",
          parameters: ["after", "before", "limit"].map((name) => ({
            name,
            in: "query",
            schema: { type: "integer", minimum: 0 },
          })),
          responses: ok("Rows in order, and whether there are more"),
        },
      },
      "/api/meetups/{slug}/actions": {
        parameters: slug,
        get: {
          summary: "What is to be done according to all notes",
          responses: ok("id, text, owner, due, state, padId and line of each"),
        },
      },
      "/api/meetups/{slug}/pads/{padId}/who": {
        parameters: [...slug, padId],
        get: { summary: "Who wrote what in these notes, by Yjs client id", responses: ok("seq and clients") },
      },
      "/api/meetups/{slug}/pads/{padId}/snapshot": {
        parameters: [...slug, padId],
        get: {
          summary: "All of these notes, for a start",
          responses: ok("A Yjs update, V2; Pad-Edits says how far it goes"),
        },
      },
      "/api/meetups/{slug}/pads/{padId}/history": {
        parameters: [...slug, padId],
        get: { summary: "The whole life of these notes", responses: ok("seq, moments and versions") },
      },
      "/api/meetups/{slug}/pads/{padId}/restore": {
        parameters: [...slug, padId],
        post: {
          summary: "Bring back the text of a moment, as an edit of mine",
          requestBody: body(restoreSchema),
          responses: ok("Durable at this seq"),
        },
      },
      "/api/meetups/{slug}/topics/{topicId}/comments": {
        parameters: [...slug, { name: "topicId", in: "path", required: true, schema: { type: "string" } }],
        get: { summary: "The comments of a topic, oldest first", responses: ok("The comments") },
      },
      ...outletPaths(ok),
    },
    components: {
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "detail"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            errors: {
              type: "array",
              items: {
                type: "object",
                properties: { path: { type: "string" }, message: { type: "string" } },
              },
            },
          },
        },
      },
    },
  };
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
