import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import type { Problem } from "../../shared/problem.ts";
import type { Changes, CommandAnswer, Presence, WatchAnswer } from "../../shared/protocol/changes.ts";
import type { ViewMemory } from "./kept-views.ts";
import type { Keeper } from "./pending-commands.ts";

/** What a replica needs of the connection to the server. */
export interface MeetupLink {
  listen(listener: {
    connected(): void;
    disconnected(): void;
    changes(changes: Changes): void;
    me(message: { slug: string; seq: number; me: MeView }): void;
    presence(presence: Presence): void;
  }): () => void;
  watch(slug: string, after?: number): Promise<WatchAnswer>;
  unwatch(slug: string): void;
  /** Sends a command of the person `as`; refused with `other-person` where the device is another's. */
  command(slug: string, command: CommandInput, as: string): Promise<CommandAnswer>;
  /** Connects anew. */
  reconnect(): void;
  read(slug: string): Promise<{ seq: number; view: MeetupView; me: MeView | null } | { problem: Problem }>;
}

/** What it works with. */
export interface ReplicaTools {
  link: MeetupLink;
  /** Who this device is, and how to hear when that changes. */
  who: {
    person(): Person | null;
    listen(listener: () => void): () => void;
    /** Asks the server who this device is: it takes it for somebody else. */
    askAnew(): void;
  };
  /** Where commands outlive the page; undefined keeps them in memory only. */
  keeper: Keeper | undefined;
  /** Where the meetup as it is now outlives the page; undefined keeps nothing. */
  memory?: ViewMemory;
  clock: { now(): number; after(ms: number, run: () => void): () => void };
}

/** Where the copy stands. Once open it stays so, whatever happens to the connection, until the meetup is deleted. */
export type ReplicaState =
  | { state: "loading" }
  | { state: "open" }
  | { state: "deleted" }
  | { state: "failed"; problem: Problem };
