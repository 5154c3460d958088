import { z } from "zod";

/** Ids of what a command makes are chosen by the client: 8–40 characters, unique in the meetup. */
export const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,40}$/u, "Must be 8 to 40 of the characters A–Z a–z 0–9 _ -");

/** Pad ids, as the server makes them and the address of a pad holds them. */
export const PAD_ID = /^[A-Za-z0-9_-]{8,40}$/u;

/** A slug is part of an address people may type: lower case, digits, single dashes. */
export const SLUG = /^(?=.{3,60}$)[a-z0-9]+(?:-[a-z0-9]+)*$/u;
