import type { BallotInterval } from "../shared/meetup/bursts.ts";
import type { CommandInput } from "../shared/meetup/commands.ts";
import type { LogPage, LogPart } from "../shared/meetup/public-log.ts";
import type { CommentView, MeetupSummary, MeetupView, MeView } from "../shared/meetup/view.ts";
import type { PushChoices } from "../shared/meetup/push-choices.ts";
import type { ListedAction } from "../shared/notes/action-list.ts";
import type { ClientWriter } from "../shared/notes/client-writer.ts";
import type { PadMoment } from "../shared/notes/history-replay.ts";
import type { PadVersion } from "../shared/notes/pad-version.ts";
import type { WebhookView } from "../shared/meetup/webhook.ts";
import type { Suggestion } from "../shared/schedule/suggest.ts";
import type { Person } from "../shared/person.ts";
import type { Problem } from "../shared/problem.ts";
import { askServer } from "./ask-server.ts";
import { LiveConnection } from "./live-connection.ts";

/** Plans are worked out one after another. Milliseconds. */
const SUGGESTION_PATIENCE_MS = 60_000;

export type ReadAnswer = { seq: number; view: MeetupView; me: MeView | null } | { problem: Problem };

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

/** The one way to the server: requests over HTTP, and the live connection. A refusal comes back as `{problem}`. */
export class ServerConnection extends LiveConnection {
  /** Reads a meetup whole, over HTTP. */
  read(slug: string): Promise<ReadAnswer> {
    return askServer<ReadAnswer>("GET", `/api/meetups/${encodeURIComponent(slug)}`);
  }

  /** The server's time, and which build of the pages it has; for an answer that is wanted soon or not at all. */
  hello(patienceMs: number): Promise<{ now: string; build: string | null } | { problem: Problem }> {
    return askServer("GET", "/api/server", undefined, { patienceMs });
  }

  /** Who the server takes us for; null when it doesn't know us yet. */
  async me(): Promise<Person | null | { problem: Problem }> {
    const answer = await askServer<Person | { id?: never }>("GET", "/api/me?or=nobody");
    if ("problem" in answer) return answer;
    return answer.id === undefined ? null : answer;
  }

  putMe(name: string, color: string | undefined): Promise<Person | { problem: Problem }> {
    return askServer("PUT", "/api/me", { name, ...(color !== undefined && { color }) });
  }

  forgetMe(): Promise<object | { problem: Problem }> {
    return askServer("DELETE", "/api/me");
  }

  /** How many return links of mine work. */
  returnLinks(): Promise<{ links: number } | { problem: Problem }> {
    return askServer("GET", "/api/me/link");
  }

  makeReturnLink(): Promise<{ url: string } | { problem: Problem }> {
    return askServer("POST", "/api/me/link", {});
  }

  revokeReturnLinks(): Promise<object | { problem: Problem }> {
    return askServer("DELETE", "/api/me/link");
  }

  /** Makes this device the person's whose return link has this secret; `join`: who is here is that person too. */
  comeBack(token: string, join: boolean): Promise<Person | { problem: Problem }> {
    return askServer("POST", "/api/me/return", { token, ...(join && { join }) });
  }

  eraseMe(): Promise<object | { problem: Problem }> {
    return askServer("POST", "/api/me/erase", {});
  }

  meetups(): Promise<{ meetups: MeetupSummary[] } | { problem: Problem }> {
    return askServer("GET", "/api/meetups");
  }

  /** `key` is for servers that want one of whoever makes meetups. */
  createMeetup(
    wish: NewMeetupWish,
    key: string | undefined,
  ): Promise<{ slug: string; code: string; organizerUrl: string } | { problem: Problem }> {
    return askServer("POST", "/api/meetups", wish, { key });
  }

  createSample(): Promise<{ slug: string; organizerUrl?: string } | { problem: Problem }> {
    return askServer("POST", "/api/sample", {});
  }

  becomeOrganizer(slug: string, token: string): Promise<object | { problem: Problem }> {
    return askServer("POST", `/api/meetups/${encodeURIComponent(slug)}/organizer`, { token });
  }

  organizerLink(slug: string): Promise<{ organizerUrl: string } | { problem: Problem }> {
    return askServer("POST", `/api/meetups/${encodeURIComponent(slug)}/organizer-link`, {});
  }

  /** How many addresses of my day's calendar work. */
  calendars(slug: string): Promise<{ links: number } | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/calendar`);
  }

  makeCalendar(slug: string): Promise<{ url: string } | { problem: Problem }> {
    return askServer("POST", `/api/meetups/${encodeURIComponent(slug)}/calendar`, {});
  }

  revokeCalendars(slug: string): Promise<object | { problem: Problem }> {
    return askServer("DELETE", `/api/meetups/${encodeURIComponent(slug)}/calendar`);
  }

  /** When many people came at once, and what they voted; for organizers. */
  ballots(slug: string): Promise<{ intervals: BallotInterval[] } | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/ballots`);
  }

  /** What one takes home from a meetup oneself. */
  takeHome(slug: string): Promise<{ title: string; takeHome: MeView["takeHome"] } | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/take-home`);
  }

  /** Where news of a meetup go, and where they may; for organizers. */
  webhook(slug: string): Promise<{ hosts: string[]; webhook: WebhookView | null } | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/webhook`);
  }

  setWebhook(slug: string, url: string): Promise<{ url: string; secret: string } | { problem: Problem }> {
    return askServer("PUT", `/api/meetups/${encodeURIComponent(slug)}/webhook`, { url });
  }

  removeWebhook(slug: string): Promise<object | { problem: Problem }> {
    return askServer("DELETE", `/api/meetups/${encodeURIComponent(slug)}/webhook`);
  }

  /** The key with which browsers subscribe to this server's pushes. */
  pushKey(): Promise<{ publicKey: string } | { problem: Problem }> {
    return askServer("GET", "/api/push/key");
  }

  /** At which address this device is told, if it is. */
  myPush(): Promise<{ endpoint: string | null; devices: number } | { problem: Problem }> {
    return askServer("GET", "/api/me/push");
  }

  putPush(subscription: object): Promise<object | { problem: Problem }> {
    return askServer("PUT", "/api/me/push", { subscription });
  }

  deletePush(): Promise<object | { problem: Problem }> {
    return askServer("DELETE", "/api/me/push");
  }

  pushChoices(slug: string): Promise<PushChoices | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/push`);
  }

  putPushChoices(slug: string, choices: PushChoices): Promise<PushChoices | { problem: Problem }> {
    return askServer("PUT", `/api/meetups/${encodeURIComponent(slug)}/push`, choices);
  }

  /** Asks for all of these or none, as one step. */
  batch(slug: string, commands: CommandInput[]): Promise<{ seq: number } | { problem: Problem }> {
    return askServer("POST", `/api/meetups/${encodeURIComponent(slug)}/commands`, { type: "batch", commands });
  }

  comments(slug: string, topicId: string): Promise<CommentView[] | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/topics/${encodeURIComponent(topicId)}/comments`);
  }

  /** A plan that loses few wishes; nothing is changed by asking. Many topics take a few seconds. */
  suggestSchedule(
    slug: string,
    wish: { seed: number; pinned: string[]; from: string },
  ): Promise<Suggestion | { problem: Problem }> {
    const path = `/api/meetups/${encodeURIComponent(slug)}/schedule/suggestions`;
    return askServer("POST", path, wish, { patienceMs: SUGGESTION_PATIENCE_MS });
  }

  /** How the agenda came about: a page of rows. */
  history(slug: string, part: LogPart & { limit: number }): Promise<LogPage | { problem: Problem }> {
    const query = new URLSearchParams(Object.entries(part).map(([name, value]) => [name, String(value)]));
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/log?${query}`);
  }

  /** What is to be done according to all notes. */
  actions(slug: string): Promise<ListedAction[] | { problem: Problem }> {
    return askServer("GET", `/api/meetups/${encodeURIComponent(slug)}/actions`);
  }

  /** Whose each Yjs client id of a pad is, and when it wrote what. */
  padWho(slug: string, padId: string): Promise<{ clients: ClientWriter[] } | { problem: Problem }> {
    return askServer("GET", `${padPath(slug, padId)}/who`);
  }

  /** A pad's whole life, and its named moments. */
  padHistory(
    slug: string,
    padId: string,
  ): Promise<{ seq: number; moments: PadMoment[]; versions: PadVersion[] } | { problem: Problem }> {
    return askServer("GET", `${padPath(slug, padId)}/history`);
  }

  /** Makes a pad what it was, by a new edit; a repeat with the same id changes nothing. */
  restorePad(
    slug: string,
    padId: string,
    moment: { seq: number; id: string },
  ): Promise<{ seq: number } | { problem: Problem }> {
    return askServer("POST", `${padPath(slug, padId)}/restore`, moment);
  }
}

function padPath(slug: string, padId: string): string {
  return `/api/meetups/${encodeURIComponent(slug)}/pads/${encodeURIComponent(padId)}`;
}

/** The page's connection to the server it came from. */
export const server = new ServerConnection();
