import type { RemovedNews } from "../../../shared/notes/pad-frames.ts";
import { outlineOf, type Heading } from "../../../shared/notes/outline.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import { server } from "../../server-connection.ts";
import { loadCurrentPerson } from "../../current-person.ts";
import { leavePad, openPad } from "./open-pads.ts";
import { PadAuthors } from "../pad-authors.ts";
import { PadColors } from "../pad-colors.ts";
import type { PadPerson } from "../pad-people.ts";
import type { PadReplica } from "./pad-replica.ts";
import type { PageNews } from "./page-news.ts";
import type { SaveState } from "./save-state.ts";

/** A lost connection is announced only after this long: most are back sooner. Milliseconds. */
const GRACE_MS = 1500;
/** The share of what was removed that is there again once someone has brought it back. */
const BACK = 0.8;
/** A colour is chosen so long after one has come in, when it is known who is there. Milliseconds. */
const CHOICE_MS = 400;
/** The outline follows the text this long after the last of a burst of edits. Milliseconds. */
const OUTLINE_MS = 250;

/** One pad as one page has it open: its text, who wrote it, and what is known of both. */
export class PadSession {
  readonly padId: string;
  readonly pad: PadReplica;
  readonly authors: PadAuthors;
  readonly colors = new PadColors();
  /** Who has it open, oneself included, in the colours that they have here. */
  people: readonly PadPerson[] = [];
  /** The headings of its text. */
  headings: readonly Heading[] = [];
  /** Whether the connection has been gone for more than a moment. */
  isCutOff = false;
  /** Somebody has just removed most of the text, and nobody has brought it back or looked away. */
  removed: RemovedNews | undefined;
  /** Who was there when colours were last looked at. */
  #met: readonly PadPerson[] | undefined;
  /** How long the text was once most of it was gone. */
  #lengthLeft: number | undefined;
  readonly #meetup: MeetupReplica;
  readonly #news: () => void;
  readonly #stops: (() => void)[];
  #wasConnected = false;
  /** Whether it has been connected at all: only then is it back. */
  #hasBeenConnected = false;
  /** Whether the meetup was out of reach when it was last heeded. */
  #wasOffline: boolean;
  /** What people were called when it was last heeded. */
  #names: unknown;
  /** Whether the meetup has said that nobody may write here, for now. */
  #wasShut = false;
  /** What of the pad was last told. */
  #told = "";
  #outlineSoon: ReturnType<typeof setTimeout> | undefined;
  #chooseSoon: ReturnType<typeof setTimeout> | undefined;
  #cutOffSoon: ReturnType<typeof setTimeout> | undefined;

  /** `news` is called whenever something of the above, or of the pad, has changed. */
  constructor(padId: string, meetup: MeetupReplica, news: () => void) {
    this.padId = padId;
    this.#meetup = meetup;
    this.#news = news;
    this.#wasOffline = meetup.reach === "offline";
    this.pad = openPad(meetup, padId);
    this.authors = new PadAuthors({
      doc: this.pad.doc,
      ask: async () => {
        const answer = await server.padWho(meetup.slug, padId);
        return "problem" in answer ? undefined : answer.clients;
      },
      me: () => meetup.person,
      nameOf: (id) => meetup.view?.people.names[id],
      colors: this.colors,
      now: Date.now,
    });
    const follow = () => this.#followText();
    this.pad.text.observe(follow);
    this.#stops = [
      this.pad.subscribe(() => this.#padNews()),
      this.pad.onPageNews((news) => this.#pageNews(news)),
      () => this.pad.text.unobserve(follow),
    ];
    this.#padNews();
  }

  /** Leaves the pad, which is still saved. */
  close(): void {
    for (const stop of this.#stops) stop();
    clearTimeout(this.#outlineSoon);
    clearTimeout(this.#cutOffSoon);
    clearTimeout(this.#chooseSoon);
    this.authors.close();
    leavePad(this.padId);
  }

  /**
   * Takes up the meetup's news. False: edits of the person before are not saved yet, and whoever this is now has to
   * open the pad anew.
   */
  heed({ isShut }: { isShut: boolean }): boolean {
    if (!this.pad.introduce(this.#meetup.person)) return false;
    // Each connection that is back tells the other that the server is there; one that merely takes long is let be.
    const isOffline = this.#meetup.reach === "offline";
    if (this.#wasOffline && !isOffline && this.isCutOff) this.pad.reconnect();
    this.#wasOffline = isOffline;
    const names = this.#meetup.view?.people.names;
    if (names !== this.#names) this.authors.renamed();
    this.#names = names;
    // What was typed as the notes were locked is sent once they are open again: nobody's words wait for a press.
    if (this.#wasShut && !isShut) this.pad.sendAgain();
    this.#wasShut = isShut;
    return true;
  }

  /** Tries both connections now, without waiting for their next attempts. */
  tryNow(): void {
    if (!this.pad.isConnected) this.pad.reconnect();
    if (!server.isLive) server.reconnect();
  }

  /** The notice of what was removed has done its work. */
  dismissRemoved(): void {
    this.removed = undefined;
    this.#lengthLeft = undefined;
    this.#news();
  }

  #pageNews(told: PageNews): void {
    if (told.kind === "who") return this.authors.bind(told.news.client, told.news.person);
    this.removed = told.news;
    this.#lengthLeft = undefined;
    this.#followText();
    this.#news();
  }

  #padNews(): void {
    const { isConnected } = this.pad;
    if (isConnected) {
      clearTimeout(this.#cutOffSoon);
      this.#cutOffSoon = undefined;
      this.isCutOff = false;
      // Who we are may not have been known yet, when the server could not be asked.
      if (this.#meetup.person === null) void loadCurrentPerson();
      if (this.headings.length === 0) this.#followText();
      if (!this.#wasConnected) {
        this.authors.refresh();
        // The server is there: the meetup's own connection, which may wait for a while yet, is tried at once.
        const isBack = this.#hasBeenConnected || this.#meetup.reach === "offline";
        if (isBack && !server.isLive) server.reconnect();
        this.#hasBeenConnected = true;
      }
    } else {
      this.#cutOffSoon ??= setTimeout(() => {
        this.isCutOff = true;
        this.#news();
      }, GRACE_MS);
    }
    this.#wasConnected = isConnected;
    this.#lookAround();
    const told = JSON.stringify([calm(this.pad.save), isConnected, this.pad.isLoaded, this.people]);
    if (told === this.#told) return;
    this.#told = told;
    this.#news();
  }

  #lookAround(): void {
    const { people } = this.pad;
    if (people !== this.#met) {
      this.#met = people;
      const hasChanged = this.colors.meet(people.map(({ key, color, worn }) => ({ id: key, own: color, worn })));
      this.people = people.map((person) => ({ ...person, color: this.colors.colorOf(person.key, person.color) }));
      if (hasChanged) this.authors.renamed();
    }
    if (this.pad.isConnected && this.#wish !== undefined)
      this.#chooseSoon ??= setTimeout(() => this.#chooseColor(), CHOICE_MS);
  }

  /** The colour that this page should say that one has here, unless it has. */
  get #wish(): number | undefined {
    const { person } = this.#meetup;
    return person ? this.colors.wishFor(person.id) : undefined;
  }

  #chooseColor(): void {
    this.#chooseSoon = undefined;
    const color = this.#wish;
    if (color !== undefined) this.pad.wear(color);
  }

  #followText(): void {
    this.#outlineSoon ??= setTimeout(() => {
      this.#outlineSoon = undefined;
      this.#lookForRemoved();
      const headings = outlineOf(this.pad.text.toString());
      // Most edits leave the headings as they are, and with them the page.
      if (JSON.stringify(headings) === JSON.stringify(this.headings)) return;
      this.headings = headings;
      this.#news();
    }, OUTLINE_MS);
  }

  /** Once it is back, nobody may bring it back again: that would undo what was written since. */
  #lookForRemoved(): void {
    if (!this.removed) return;
    const { length } = this.pad.text;
    this.#lengthLeft ??= length;
    if (length - this.#lengthLeft >= BACK * this.removed.characters) this.dismissRemoved();
  }
}

/** Whether all is saved, and how much isn't, changes with each key: only the badge shows that, and follows by itself. */
function calm(save: SaveState): unknown {
  switch (save.state) {
    case "saving":
      return { state: "saved" };
    case "unsaved":
      return { ...save, edits: 0 };
    default:
      return save;
  }
}
