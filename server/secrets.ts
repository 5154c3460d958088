import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** A secret for a cookie or link: 160 random bits, base64url. */
export function newToken(): string {
  return randomBytes(20).toString("base64url");
}

/** An id nobody can guess, for people, meetups and pads: 96 random bits, 16 characters. */
export function newId(): string {
  return randomBytes(12).toString("base64url");
}

/** An address nobody can guess, of lower-case letters and digits: 82 random bits, 16 characters. */
export function newSlug(): string {
  return pick("abcdefghijklmnopqrstuvwxyz0123456789", 16);
}

/** A code people can say and type, like KITE-42: four letters without I and O, two digits. */
export function newJoinCode(): string {
  return `${pick("ABCDEFGHJKLMNPQRSTUVWXYZ", 4)}-${pick("0123456789", 2)}`;
}

/** What is stored of a token: its SHA-256, hex. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Compares two hashes in constant time. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function pick(alphabet: string, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  return text;
}
