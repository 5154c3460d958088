import type { Socket } from "socket.io-client";
import type { CommandInput } from "../shared/meetup/commands.ts";
import type { LogPage, LogPart } from "../shared/meetup/public-log.ts";
import type { CommentView, MeetupSummary, MeetupView, MeView } from "../shared/meetup/view.ts";
import type { PushChoices } from "../shared/meetup/push-choices.ts";
import type { ClientWriter } from "../shared/notes/client-writer.ts";
import type { PadMoment } from "../shared/notes/history-replay.ts";
import type { PadVersion } from "../shared/notes/pad-version.ts";
import type { WebhookView } from "../shared/meetup/webhook.ts";
import type { Suggestion } from "../shared/schedule/suggest.ts";
import type { Person } from "../shared/person.ts";
import type { Problem } from "../shared/problem.ts";
import type {
  Changes,
  ClientToServer,
  CommandAnswer,
  Presence,
  ServerToClient,
  WatchAnswer,
} from "../shared/protocol/changes.ts";

/** How long a request over HTTP, or an answer over the socket, may take. Milliseconds. */
const PATIENCE_MS = 15_000;

/** Plans are worked out one after another. Milliseconds. */
const SUGGESTION_PATIENCE_MS = 60_000;

export type ReadAnswer = { seq: number; view: MeetupView; me: MeView | null } | { problem: Problem };

/** What a listener of the live connection hears. */
export interface LiveListener {
  /** The connection stands (again): watch, and send what is pending. */
  connected(): void;
  disconnected(): void;
  changes(changes: Changes): void;
  me(message: { slug: string; seq: number; me: MeView }): void;
  presence(presence: Presence): void;
}

/** The wish to create a meetup, as `POST /api/meetups` takes it. */
export interface NewMeetupWish {
  id: string;
  title: string;
  place?: string;
  startsOn?: string;
  endsOn?: string;
  timezone?: string;
  listed?: boolean;
}

/**
 * The one way to the server: requests over HTTP, and one live connection for whatever is watched.
 * A refusal comes back as `{problem}`; no way through is a problem too, of status 0.
 */
export class ServerConnection {
  readonly #listeners = new Set<LiveListener>();
  #socket: Socket<ServerToClient, ClientToServer> | undefined;
  #opening: Promise<void> | undefined;

  /** Whether the live connection stands now. */
  get isLive(): boolean {
    return this.#socket?.connected ?? false;
  }

  /** Hears of the live connection, which the first listener opens and the last one closes. Returns how to stop. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    if (this.isLive) listener.connected();
    else this.#open().catch(() => setTimeout(() => this.reconnect(), 3000));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#socket?.disconnect();
      this.#socket = undefined;
      this.#opening = undefined;
    };
  }

  /** Connects anew: after the person's name has changed who we are, or when someone asks to try again now. */
  reconnect(): void {
    if (this.#socket) this.#socket.disconnect().connect();
    else if (this.#listeners.size > 0) {
      this.#opening = undefined;
      this.#open().catch(() => setTimeout(() => this.reconnect(), 3000));
    }
  }

  /** Starts watching a meetup; rejects when the connection is lost before the answer. */
  async watch(slug: string, after?: number): Promise<WatchAnswer> {
    const request = { slug, ...(after !== undefined && { after }) };
    return this.#live().timeout(PATIENCE_MS).emitWithAck("watch", request);
  }

  /** Stops watching; nothing is waited for. */
  unwatch(slug: string): void {
    if (this.isLive) this.#socket?.emit("unwatch", { slug });
  }

  /** Sends a command; rejects when the connection is lost before the answer: then nobody knows whether it counted. */
  async command(slug: string, command: CommandInput): Promise<CommandAnswer> {
    return this.#live().timeout(PATIENCE_MS).emitWithAck("command", { slug, command });
  }

  /** Reads a meetup whole, over HTTP. */
  read(slug: string): Promise<ReadAnswer> {
    return this.#ask<ReadAnswer>("GET", `/api/meetups/${encodeURIComponent(slug)}`);
  }

  /** The server's time, and which build of the pages it has; for an answer that is wanted soon or not at all. */
  hello(patienceMs: number): Promise<{ now: string; build: string | null } | { problem: Problem }> {
    return this.#ask("GET", "/api/server", undefined, patienceMs);
  }

  /** Who the server takes us for; null when it doesn't know us yet. */
  async me(): Promise<Person | null | { problem: Problem }> {
    const answer = await this.#ask<Person | { problem: Problem }>("GET", "/api/me");
    return "problem" in answer && answer.problem.status === 401 ? null : answer;
  }

  putMe(name: string, color: string | undefined): Promise<Person | { problem: Problem }> {
    return this.#ask("PUT", "/api/me", { name, ...(color !== undefined && { color }) });
  }

  forgetMe(): Promise<object | { problem: Problem }> {
    return this.#ask("DELETE", "/api/me");
  }

  /** How many return links of mine work. */
  returnLinks(): Promise<{ links: number } | { problem: Problem }> {
    return this.#ask("GET", "/api/me/link");
  }

  makeReturnLink(): Promise<{ url: string } | { problem: Problem }> {
    return this.#ask("POST", "/api/me/link", {});
  }

  revokeReturnLinks(): Promise<object | { problem: Problem }> {
    return this.#ask("DELETE", "/api/me/link");
  }

  /** Makes this device the person's whose return link has this secret; `join`: who is here is that person too. */
  comeBack(token: string, join: boolean): Promise<Person | { problem: Problem }> {
    return this.#ask("POST", "/api/me/return", { token, ...(join && { join }) });
  }

  eraseMe(): Promise<object | { problem: Problem }> {
    return this.#ask("POST", "/api/me/erase", {});
  }

  meetups(): Promise<{ meetups: MeetupSummary[] } | { problem: Problem }> {
    return this.#ask("GET", "/api/meetups");
  }

  createMeetup(
    wish: NewMeetupWish,
  ): Promise<{ slug: string; code: string; organizerUrl: string } | { problem: Problem }> {
    return this.#ask("POST", "/api/meetups", wish);
  }

  createSample(): Promise<{ slug: string; organizerUrl?: string } | { problem: Problem }> {
    return this.#ask("POST", "/api/sample", {});
  }

  becomeOrganizer(slug: string, token: string): Promise<object | { problem: Problem }> {
    return this.#ask("POST", `/api/meetups/${encodeURIComponent(slug)}/organizer`, { token });
  }

  organizerLink(slug: string): Promise<{ organizerUrl: string } | { problem: Problem }> {
    return this.#ask("POST", `/api/meetups/${encodeURIComponent(slug)}/organizer-link`, {});
  }

  /** How many addresses of my day's calendar work. */
  calendars(slug: string): Promise<{ links: number } | { problem: Problem }> {
    return this.#ask("GET", `/api/meetups/${encodeURIComponent(slug)}/calendar`);
  }

  makeCalendar(slug: string): Promise<{ url: string } | { problem: Problem }> {
    return this.#ask("POST", `/api/meetups/${encodeURIComponent(slug)}/calendar`, {});
  }

  revokeCalendars(slug: string): Promise<object | { problem: Problem }> {
    return this.#ask("DELETE", `/api/meetups/${encodeURIComponent(slug)}/calendar`);
  }

  /** Where news of a meetup go, and where they may; for organizers. */
  webhook(slug: string): Promise<{ hosts: string[]; webhook: WebhookView | null } | { problem: Problem }> {
    return this.#ask("GET", `/api/meetups/${encodeURIComponent(slug)}/webhook`);
  }

  setWebhook(slug: string, url: string): Promise<{ url: string; secret: string } | { problem: Problem }> {
    return this.#ask("PUT", `/api/meetups/${encodeURIComponent(slug)}/webhook`, { url });
  }

  removeWebhook(slug: string): Promise<object | { problem: Problem }> {
    return this.#ask("DELETE", `/api/meetups/${encodeURIComponent(slug)}/webhook`);
  }

  /** The key with which browsers subscribe to this server's pushes. */
  pushKey(): Promise<{ publicKey: string } | { problem: Problem }> {
    return this.#ask("GET", "/api/push/key");
  }

  /** At which address this device is told, if it is. */
  myPush(): Promise<{ endpoint: string | null; devices: number } | { problem: Problem }> {
    return this.#ask("GET", "/api/me/push");
  }

  putPush(subscription: object): Promise<object | { problem: Problem }> {
    return this.#ask("PUT", "/api/me/push", { subscription });
  }

  deletePush(): Promise<object | { problem: Problem }> {
    return this.#ask("DELETE", "/api/me/push");
  }

  pushChoices(slug: string): Promise<PushChoices | { problem: Problem }> {
    return this.#ask("GET", `/api/meetups/${encodeURIComponent(slug)}/push`);
  }

  putPushChoices(slug: string, choices: PushChoices): Promise<PushChoices | { problem: Problem }> {
    return this.#ask("PUT", `/api/meetups/${encodeURIComponent(slug)}/push`, choices);
  }

  /** Asks for all of these or none, as one step. */
  batch(slug: string, commands: CommandInput[]): Promise<{ seq: number } | { problem: Problem }> {
    return this.#ask("POST", `/api/meetups/${encodeURIComponent(slug)}/commands`, { type: "batch", commands });
  }

  comments(slug: string, topicId: string): Promise<CommentView[] | { problem: Problem }> {
    return this.#ask("GET", `/api/meetups/${encodeURIComponent(slug)}/topics/${encodeURIComponent(topicId)}/comments`);
  }

  /** A plan that loses few wishes; nothing is changed by asking. Many topics take a few seconds. */
  suggestSchedule(slug: string, wish: { seed: number; pinned: string[] }): Promise<Suggestion | { problem: Problem }> {
    const path = `/api/meetups/${encodeURIComponent(slug)}/schedule/suggestions`;
    return this.#ask("POST", path, wish, SUGGESTION_PATIENCE_MS);
  }

  /** How the agenda came about: a page of rows. */
  history(slug: string, part: LogPart & { limit: number }): Promise<LogPage | { problem: Problem }> {
    const query = new URLSearchParams(Object.entries(part).map(([name, value]) => [name, String(value)]));
    return this.#ask("GET", `/api/meetups/${encodeURIComponent(slug)}/log?${query}`);
  }

  /** Whose each Yjs client id of a pad is, and when it wrote what. */
  padWho(slug: string, padId: string): Promise<{ clients: ClientWriter[] } | { problem: Problem }> {
    return this.#ask("GET", `${padPath(slug, padId)}/who`);
  }

  /** A pad's whole life, and its named moments. */
  padHistory(
    slug: string,
    padId: string,
  ): Promise<{ seq: number; moments: PadMoment[]; versions: PadVersion[] } | { problem: Problem }> {
    return this.#ask("GET", `${padPath(slug, padId)}/history`);
  }

  /** Makes a pad what it was, by a new edit; a repeat with the same id changes nothing. */
  restorePad(
    slug: string,
    padId: string,
    moment: { seq: number; id: string },
  ): Promise<{ seq: number } | { problem: Problem }> {
    return this.#ask("POST", `${padPath(slug, padId)}/restore`, moment);
  }

  #live(): Socket<ServerToClient, ClientToServer> {
    if (!this.#socket?.connected) throw new Error("not connected");
    return this.#socket;
  }

  /** The code for the live connection is a chunk of its own, so that the first page does without. */
  #open(): Promise<void> {
    this.#opening ??= import("socket.io-client")
      .then(({ io }) => {
        if (this.#listeners.size === 0) return;
        const socket: Socket<ServerToClient, ClientToServer> = io({
          transports: ["websocket", "polling"],
          tryAllTransports: true,
          reconnectionDelay: 500,
          reconnectionDelayMax: 8000,
          randomizationFactor: 0.6,
          timeout: PATIENCE_MS,
        });
        this.#socket = socket;
        socket.on("connect", () => this.#each((listener) => listener.connected()));
        socket.on("disconnect", (reason) => {
          this.#each((listener) => listener.disconnected());
          // The server asks for a new start: after a write that failed, it has us read anew.
          if (reason === "io server disconnect") setTimeout(() => socket.connect(), 500 + Math.random() * 1500);
        });
        socket.on("changes", (changes) => this.#each((listener) => listener.changes(changes)));
        socket.on("me", (message) => this.#each((listener) => listener.me(message)));
        socket.on("presence", (presence) => this.#each((listener) => listener.presence(presence)));
      })
      .catch((error: unknown) => {
        this.#opening = undefined;
        throw error;
      });
    return this.#opening;
  }

  #each(tell: (listener: LiveListener) => void): void {
    for (const listener of this.#listeners) tell(listener);
  }

  async #ask<T extends object>(
    method: string,
    path: string,
    body?: object,
    patienceMs = PATIENCE_MS,
  ): Promise<T | { problem: Problem }> {
    try {
      const response = await fetch(path, {
        method,
        signal: AbortSignal.timeout(patienceMs),
        headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (response.status === 204) return {} as T;
      const type = response.headers.get("content-type") ?? "";
      const answer: unknown = type.includes("json") ? await response.json() : undefined;
      if (response.ok && answer !== undefined) return answer as T;
      return { problem: type.includes("problem+json") ? (answer as Problem) : unexpected(response.status) };
    } catch {
      return { problem: UNREACHABLE };
    }
  }
}

/** No way to the server: the device is offline, or the server is. */
export const UNREACHABLE: Problem = {
  type: "about:blank",
  title: "No connection",
  status: 0,
  detail: "The server can't be reached right now. Nothing was changed; try again when you are back online.",
};

function padPath(slug: string, padId: string): string {
  return `/api/meetups/${encodeURIComponent(slug)}/pads/${encodeURIComponent(padId)}`;
}

function unexpected(status: number): Problem {
  return {
    type: "about:blank",
    title: "Something went wrong",
    status,
    detail: "The server gave an answer that this page does not understand. Load the page again.",
  };
}

/** The page's connection to the server it came from. */
export const server = new ServerConnection();
