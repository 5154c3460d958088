import type { CommandInput } from "../../shared/meetup/commands.ts";

/** What is known of a command where it is asked, and not told by it. */
export interface About {
  /** For a comment that is removed, the topic that it is counted at. */
  topicId?: string;
  /** For a shift, the times that it leads to. Moved by minutes, what the server has moved already would be moved twice. */
  times?: MovedTimes;
}

/** A command that the server has not confirmed yet. */
export interface PendingCommand extends About {
  /** Orders and names it; unique on this device. */
  key: string;
  /** Who asked; only they may send it. */
  by: string;
  /** When it was asked, ISO 8601. */
  at: string;
  command: CommandInput;
}

/** When slots and sessions are, by their ids. */
export type MovedTimes = Record<string, { startsAt: string; endsAt: string }>;

/** Where unconfirmed commands outlive the page: the shape of `localStorage`. */
export type Keeper = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const ALL = "midcycle.pending.";

/** What one person has asked on this device, of any meetup, is another's: they turned out to be one. */
export function adoptPending(keeper: Keeper, from: string, into: string): void {
  for (let at = 0; at < keeper.length; at++) {
    const key = keeper.key(at) ?? "";
    if (!key.startsWith(ALL)) continue;
    const pending = JSON.parse(keeper.getItem(key) ?? "") as PendingCommand;
    if (pending.by === from) keeper.setItem(key, JSON.stringify({ ...pending, by: into }));
  }
}

/**
 * Unconfirmed commands of one meetup on this device, each under a key of its own, so that two tabs
 * never overwrite each other's. A device that keeps nothing costs only this safety, so its faults
 * are passed over.
 */
export class PendingCommands {
  readonly #prefix: string;
  readonly #keeper: Keeper | undefined;

  constructor(slug: string, keeper: Keeper | undefined) {
    this.#prefix = `${ALL}${slug}.`;
    this.#keeper = keeper;
  }

  /** What an earlier page left behind, in the order in which it was asked. */
  left(): PendingCommand[] {
    const found: PendingCommand[] = [];
    try {
      for (let at = 0; at < (this.#keeper?.length ?? 0); at++) {
        const key = this.#keeper?.key(at) ?? "";
        if (key.startsWith(this.#prefix)) found.push(JSON.parse(this.#keeper?.getItem(key) ?? "") as PendingCommand);
      }
    } catch {
      return [];
    }
    return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  keep(pending: PendingCommand): void {
    try {
      this.#keeper?.setItem(this.#prefix + pending.key, JSON.stringify(pending));
    } catch {
      // Full or forbidden: it still lives in this page.
    }
  }

  /** Whether it is still kept: another page of this device drops what it has an answer to. */
  has({ key }: PendingCommand): boolean {
    try {
      return this.#keeper?.getItem(this.#prefix + key) !== null;
    } catch {
      return true;
    }
  }

  drop({ key }: PendingCommand): void {
    try {
      this.#keeper?.removeItem(this.#prefix + key);
    } catch {
      // As above.
    }
  }
}
