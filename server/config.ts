import { resolve } from "node:path";
import { allowedHostsFrom, type AllowedHosts } from "./outward/allowed-hosts.ts";

/** How this server runs: all that the environment decides. */
export interface Config {
  port: number;
  host: string;
  /** Folder of the embedded store. */
  dataDir: string;
  /** Origin put into links, and the only allowed one; undefined: from the request, when its Host is local or an IP literal. */
  publicUrl: string | undefined;
  create: "anyone" | "key" | "nobody";
  /** Proxies whose forwarded headers count: addresses or CIDR ranges. */
  trustProxy: string[];
  /** Where webhooks may lead; none: there are no webhooks. */
  webhookHosts: AllowedHosts;
  /** Where push services may be, besides the known ones. */
  pushHosts: AllowedHosts;
  limits: Limits;
  /** How long notes that nobody has open stay in memory; then their log is drawn together. Milliseconds. */
  notesIdleMs: number;
}

export interface Limits {
  /** Commands: how many at once, then how many a second, for each person. */
  commandBurst: number;
  commandsPerSecond: number;
  /** Proposals a meetup for each person; organizers have none. */
  proposals: number;
  /** Side groups a meetup that each person hosts: open at once, and in all; organizers have none. */
  openSideGroups: number;
  sideGroups: number;
  /** Comments a meetup for each person; organizers have none. And how many at once, then how many a minute. */
  comments: number;
  commentBurst: number;
  commentsPerMinute: number;
  /** New meetups an hour for each person. */
  meetupsPerHour: number;
  /** New people: how many at once, then how many a minute, for each address. */
  peopleBurst: number;
  peoplePerMinute: number;
  /** Answers that there is nothing: how many at once, then how many a minute, for each person, or address of who has no name. */
  missesBurst: number;
  missesPerMinute: number;
  /** New people of one meetup: how many at once, then how many a minute. */
  newcomersBurst: number;
  newcomersPerMinute: number;
  /** Failed join codes and links a minute for each address. */
  failedCodesPerMinute: number;
  /** Open connections for each address. */
  connections: number;
  /** Open connections of everybody. */
  allConnections: number;
}

/** Reads the settings; throws an Error naming the one that is wrong. */
export function configFrom(env: Record<string, string | undefined>): Config {
  const publicUrl = env.PUBLIC_URL ? originFrom(env.PUBLIC_URL) : undefined;
  return {
    port: wholeNumber(env, "PORT", 3000, 65_535),
    host: env.HOST || "127.0.0.1",
    dataDir: resolve(env.MIDCYCLE_DATA || "data"),
    publicUrl,
    create: createFrom(env.CREATE, publicUrl),
    trustProxy: (env.TRUST_PROXY ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
    webhookHosts: allowedHostsFrom("MIDCYCLE_WEBHOOK_HOSTS", env.MIDCYCLE_WEBHOOK_HOSTS),
    pushHosts: allowedHostsFrom("MIDCYCLE_PUSH_HOSTS", env.MIDCYCLE_PUSH_HOSTS),
    limits: {
      commandBurst: limit(env, "COMMAND_BURST", 300),
      commandsPerSecond: limit(env, "COMMANDS_PER_SECOND", 20),
      proposals: limit(env, "PROPOSALS", 30),
      openSideGroups: limit(env, "OPEN_SIDE_GROUPS", 30),
      sideGroups: limit(env, "SIDE_GROUPS", 100),
      comments: limit(env, "COMMENTS", 500),
      commentBurst: limit(env, "COMMENT_BURST", 200),
      commentsPerMinute: limit(env, "COMMENTS_PER_MINUTE", 30),
      meetupsPerHour: limit(env, "MEETUPS_PER_HOUR", 20),
      peopleBurst: limit(env, "PEOPLE_BURST", 2000),
      peoplePerMinute: limit(env, "PEOPLE_PER_MINUTE", 300),
      missesBurst: limit(env, "MISSES_BURST", 2000),
      missesPerMinute: limit(env, "MISSES_PER_MINUTE", 300),
      newcomersBurst: limit(env, "NEWCOMERS_BURST", 2000),
      newcomersPerMinute: limit(env, "NEWCOMERS_PER_MINUTE", 300),
      failedCodesPerMinute: limit(env, "FAILED_CODES_PER_MINUTE", 60),
      connections: limit(env, "CONNECTIONS", 6000),
      allConnections: limit(env, "ALL_CONNECTIONS", 20_000),
    },
    notesIdleMs: 1000 * wholeNumber(env, "MIDCYCLE_NOTES_IDLE", 30, 86_400),
  };
}

function originFrom(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/u.test(url.protocol) || url.pathname !== "/" || url.search || url.hash)
    throw new Error(`PUBLIC_URL must be an origin like https://meet.example.org, not ${text}`);
  return url.origin;
}

function createFrom(text: string | undefined, publicUrl: string | undefined): Config["create"] {
  if (!text) return publicUrl === undefined ? "anyone" : "key";
  if (text === "anyone" || text === "key" || text === "nobody") return text;
  throw new Error(`CREATE must be anyone, key or nobody, not ${text}`);
}

function limit(env: Record<string, string | undefined>, name: string, standard: number): number {
  return wholeNumber(env, `MIDCYCLE_LIMIT_${name}`, standard, 1_000_000_000);
}

function wholeNumber(env: Record<string, string | undefined>, name: string, standard: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === "") return standard;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new Error(`${name} must be a whole number from 0 to ${max}, not ${text}`);
  return value;
}
