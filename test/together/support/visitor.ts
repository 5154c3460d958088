import { freshId } from "./fresh-id.ts";
import type { Command, Look } from "./contract-types.ts";
import type { Transcript } from "./transcript.ts";

/** An answer of the server, its body as text and, where it is JSON, read. */
export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

/** Someone outside with a script: speaks HTTP, and keeps the cookie they are given as a browser would. */
export class Visitor {
  url: string;
  readonly label: string;
  /** The `Cookie` header they send; undefined as long as they have no name. */
  cookie: string | undefined;
  /** Their id, once they have a name. */
  id = "";
  readonly #transcript: Transcript | undefined;

  constructor(url: string, label = "somebody", transcript?: Transcript) {
    this.url = url;
    this.label = label;
    this.#transcript = transcript;
  }

  async ask<T = unknown>(
    method: string,
    path: string,
    init: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const raw = typeof init.body === "string" || init.body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(this.cookie !== undefined && { Cookie: this.cookie }),
        ...(init.body !== undefined && { "Content-Type": "application/json" }),
        ...init.headers,
      },
      ...(init.body !== undefined && { body: (raw ? init.body : JSON.stringify(init.body)) as BodyInit }),
    });
    const text = await response.text();
    this.#transcript?.add(this.label, `${method} ${path}`, text);
    const json = /json/u.test(response.headers.get("content-type") ?? "") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (json ? JSON.parse(text) : undefined) as T,
    };
  }

  get<T = unknown>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.ask<T>("GET", path, { headers });
  }

  post<T = unknown>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.ask<T>("POST", path, { body, headers });
  }

  /** Chooses a name, or changes it. */
  async takeName(name: string): Promise<Answer<{ id: string; name: string; color: string }>> {
    const answer = await this.ask<{ id: string; name: string; color: string }>("PUT", "/api/me", { body: { name } });
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
    if (cookie !== undefined) this.cookie = cookie;
    if (answer.status < 300) this.id = answer.body.id;
    return answer;
  }

  command<T = { seq: number }>(slug: string, command: Command): Promise<Answer<T>> {
    return this.post<T>(`/api/meetups/${slug}/commands`, command);
  }

  /** Sends a command that must be carried out; returns its seq. */
  async does(slug: string, command: Command): Promise<number> {
    const { status, body, text } = await this.command(slug, command);
    if (status !== 200) throw new Error(`${this.label}: ${command.type} came to ${status}: ${text}`);
    return body.seq;
  }

  /** The meetup as this visitor sees it. */
  async look(slug: string): Promise<Look> {
    const { status, body, text } = await this.get<Look>(`/api/meetups/${slug}`);
    if (status !== 200) throw new Error(`${this.label}: reading ${slug} came to ${status}: ${text}`);
    return body;
  }

  /** Makes a meetup and returns its address. */
  async makesMeetup(more: Record<string, unknown> = {}): Promise<{ slug: string; code: string; organizerUrl: string }> {
    const { status, body, text } = await this.post<{ slug: string; code: string; organizerUrl: string }>(
      "/api/meetups",
      {
        title: "Operators in Porto",
        ...more,
      },
    );
    if (status !== 201) throw new Error(`${this.label}: making a meetup came to ${status}: ${text}`);
    return body;
  }

  /** Proposes a topic and returns its id. */
  async proposes(slug: string, title: string): Promise<string> {
    const id = freshId("topic");
    await this.does(slug, { type: "topic.propose", id, title });
    return id;
  }

  /** Proposes a topic and returns the id of its pad. */
  async makesPad(slug: string, title = freshId("Topic")): Promise<string> {
    const topicId = await this.proposes(slug, title);
    return (await this.look(slug)).view.topics.find(({ id }) => id === topicId)!.padId;
  }
}

/** A visitor who has chosen a name. */
export async function named(url: string, name: string, transcript?: Transcript): Promise<Visitor> {
  const visitor = new Visitor(url, name, transcript);
  const { status, text } = await visitor.takeName(name);
  if (status !== 201) throw new Error(`Taking the name ${name} came to ${status}: ${text}`);
  return visitor;
}
