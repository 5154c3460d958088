import { setImmediate } from "node:timers/promises";
import { newsLine } from "../../shared/exports/news-message.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { NewsWatch, startingSoon, type News } from "../../shared/meetup/news.ts";
import { concerns, type PushChoices } from "../../shared/meetup/push-choices.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import type { Clock } from "../clock.ts";
import type { Step } from "../meetups/live-meetup-tools.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { PushMessage } from "./push-post.ts";
import { startOf } from "./told-starts.ts";

/** What is to be sent to whom. */
export interface PushWish {
  people: string[];
  message: PushMessage;
  /** From then on it isn't worth telling; milliseconds since 1970. */
  until: number;
  isUrgent: boolean;
  /** To be called when all of them were told, or it was given up. */
  over: () => void;
}

/** Of so much is looked in one turn of the event loop whom it concerns: moving a whole schedule is news of each session. */
const TOLD_AT_ONCE = 50;
/** News that nobody fetched are forgotten after this. Milliseconds. */
const KEPT_MS = 4 * 60 * 60_000;

export interface WatchTools {
  clock: Clock;
  /** Who wants what of this meetup, at this moment. */
  choices: () => ReadonlyMap<string, PushChoices>;
  wish: (wish: PushWish) => void;
  /** Which starts of sessions are told, or being told. */
  starts: { isBegun: (start: string) => boolean; begin: (start: string) => void; done: (start: string) => void };
  /** The meetup has ended here: its log may hold more. */
  died: () => void;
  /** The meetup is closed: nothing in it is news to anybody until it is opened again. */
  closed: () => void;
  report: (error: unknown) => void;
}

/** Looks for what happens in one meetup, and wishes that those whom it concerns are told. What they did themselves isn't news. */
export class PushWatch {
  readonly #meetup: LiveMeetup;
  readonly #tools: WatchTools;
  readonly #news: NewsWatch;
  readonly #stopListening: () => void;
  #touched = new Set<Touch>();
  #acted = new Set<string>();
  /** What is new, and who did it. */
  #untold: { news: News; acted: ReadonlySet<string> }[] = [];
  #isTelling = false;
  #isClosed = false;
  #callOff: () => void = () => undefined;

  private constructor(meetup: LiveMeetup, state: MeetupState, tools: WatchTools) {
    this.#meetup = meetup;
    this.#tools = tools;
    this.#news = new NewsWatch(state);
    this.#stopListening = meetup.listen({ step: (step) => this.#step(step), died: tools.died });
    this.#findStarts(state);
    void this.#tellAll();
  }

  /** Watches from this moment on; undefined when the meetup is closed, which `closed` has heard then. */
  static open(meetup: LiveMeetup, tools: WatchTools): Promise<PushWatch | undefined> {
    return meetup.read((state) => {
      if (state.facts.phase !== "closed") return new PushWatch(meetup, state, tools);
      tools.closed();
      return undefined;
    });
  }

  /** Looks no more. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#callOff();
  }

  #step({ touched, by }: Step): void {
    for (const touch of touched) this.#touched.add(touch);
    for (const id of by) this.#acted.add(id);
    this.#look();
  }

  #look(): void {
    this.#meetup
      .read((state) => {
        if (this.#isClosed) return;
        const [touched, acted] = [this.#touched, this.#acted];
        this.#touched = new Set();
        this.#acted = new Set();
        for (const news of this.#news.look(state, touched)) this.#untold.push({ news, acted });
        this.#findStarts(state);
        if (state.facts.phase === "closed") this.#tools.closed();
      })
      .then(() => this.#tellAll())
      .catch((error: unknown) => this.#failed(error));
  }

  /** Some in each turn, one after the other. */
  async #tellAll(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      while (this.#untold.length > 0) {
        await this.#meetup.read((state) => {
          for (const { news, acted } of this.#untold.splice(0, TOLD_AT_ONCE)) this.#tell(state, news, acted);
        });
        await setImmediate();
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isTelling = false;
    }
  }

  /** Unless it has ended meanwhile, which `died` has told. */
  #failed(error: unknown): void {
    if (!this.#meetup.dead) this.#tools.report(error);
  }

  #findStarts(state: MeetupState): void {
    const { clock, starts } = this.#tools;
    const { soon, next } = startingSoon(state, clock.now());
    for (const session of soon)
      if (!starts.isBegun(startOf(session)))
        this.#untold.push({ news: { type: "session.soon", session }, acted: new Set() });
    this.#callOff();
    if (next !== undefined) this.#callOff = clock.after(next - clock.now(), () => this.#look());
  }

  #tell(state: MeetupState, news: News, acted: ReadonlySet<string>): void {
    const { clock, choices, wish, starts } = this.#tools;
    const start = news.type === "session.soon" ? startOf(news.session) : undefined;
    // It may have been found twice before it was told.
    if (start !== undefined && starts.isBegun(start)) return;
    if (start !== undefined) starts.begin(start);
    const over = () => start !== undefined && starts.done(start);
    const concern = concerns(state, news);
    const people = [...(concern ? choices() : [])].flatMap(([id, wants]) =>
      concern && wants[concern.choice] && !acted.has(id) && !state.removed.has(id) && concern.isFor(id) ? [id] : [],
    );
    if (people.length === 0) return void over();
    const isSoon = news.type === "session.soon";
    wish({
      people,
      message: messageOf(state, news),
      until: isSoon ? Date.parse(news.session.startsAt) : clock.now() + KEPT_MS,
      isUrgent: isSoon,
      over,
    });
  }
}

function messageOf(state: MeetupState, news: News): PushMessage {
  const { slug, title } = state.facts;
  const body = newsLine(news, { state, nameOf: () => undefined, origin: "" });
  const base = `/m/${slug}`;
  if ("session" in news) {
    const { id, padId } = news.session;
    return { title, body, path: `${base}/notes/${padId}`, tag: `${slug}-session-${id}` };
  }
  if ("sideGroup" in news) {
    const { id, mergedInto } = news.sideGroup;
    return { title, body, path: `${base}/side-groups/${mergedInto ?? id}`, tag: `${slug}-group-${id}` };
  }
  return { title, body, path: base, tag: slug };
}
