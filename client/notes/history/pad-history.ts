import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./history-text.ts";
import "./pad-history.css";
import { HistoryReplay, type PadMoment } from "../../../shared/notes/history-replay.ts";
import type { PadVersion } from "../../../shared/notes/pad-version.ts";
import { failure } from "../../look/failure.ts";
import { LightElement } from "../../look/light-element.ts";
import { say } from "../../look/live-region.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import { server } from "../../server-connection.ts";
import { writerLook, type Writer } from "../pad-authors.ts";
import type { PadColors } from "../pad-colors.ts";
import type { PadReplica } from "../replica/pad-replica.ts";
import { restorePad } from "../restore-pad.ts";
import { compareChoice, type CompareWith } from "./compare-choice.ts";
import type { PressEvent } from "./history-text.ts";
import { barsOf, counted, didIn, type Bar } from "./moments.ts";
import { textAtMoment, textBetween, writtenIn } from "./pad-history-model.ts";
import { timeline } from "./timeline.ts";
import { versionList } from "./version-list.ts";

/** At most so many bars stand over the slider. */
const BARS = 120;
/** Playing shows a moment for so long at least, and all of them take so long at most. Milliseconds. */
const STEP_MS = 220;
const WHOLE_MS = 30_000;

/** A pad's whole life: any moment of it, by whom, what came and went between two, and the way back. */
@customElement("pad-history")
export class PadHistory extends LightElement {
  /** The meetup it belongs to. */
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The pad as it is now. */
  @property({ attribute: false }) pad!: PadReplica;
  /** Who has which colour in it. */
  @property({ attribute: false }) colors!: PadColors;
  @property({ attribute: "pad-id" }) padId = "";
  /** Whether one may write in it, perhaps once one has a name, and so bring a moment back. */
  @property({ type: Boolean, attribute: "can-write" }) canWrite = false;
  /** How to say when something was. */
  @property({ attribute: false }) sayWhen!: (at: number) => string;

  @state() private replay: HistoryReplay | undefined;
  @state() private versions: readonly PadVersion[] = [];
  @state() private problem = "";
  @state() private index = 0;
  @state() private compareWith: CompareWith = { kind: "nothing" };
  /** Whether versions and comparing show where they cover the text. */
  @state() private isSideOpen = false;
  @state() private isPlaying = false;
  /** Whether the text has changed since the history was read. */
  @state() private isBehind = false;
  @query("#moment") private slider!: HTMLInputElement | null;
  #bars: readonly Bar[] = [];
  #looks = new Map<string, Writer>();
  #playing: ReturnType<typeof setInterval> | undefined;
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const behind = () => (this.isBehind = true);
    this.pad.text.observe(behind);
    let wasConnected = this.pad.isConnected;
    this.#stops = [
      this.pad.subscribe(() => {
        const isBack = this.pad.isConnected && !wasConnected;
        wasConnected = this.pad.isConnected;
        if (isBack && this.problem) void this.load();
      }),
      () => this.pad.text.unobserve(behind),
      this.replica.subscribe(() => {
        this.#looks.clear();
        this.requestUpdate();
      }),
    ];
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
    for (const stop of this.#stops) stop();
  }

  protected override render() {
    const { replay, problem } = this;
    if (problem)
      return html`<div class="shell-note">
        ${failure(
          "The history can’t be loaded",
          `${problem} The notes themselves are safe.`,
          html`<button class="btn btn--primary" @click=${this.load}>Try again</button>`,
        )}
      </div>`;
    if (!replay) return html`<p class="ph-wait dim" role="status">Loading the history</p>`;
    return html`<div class="ph-body">
        <div class="ph-text">
          ${this.#behind}
          <history-text .shown=${this.#shown.shown} @press=${this.jump}></history-text>
        </div>
        <aside
          id="ph-side"
          class=${this.isSideOpen ? "ph-side is-open" : "ph-side"}
          aria-label="Versions and comparing"
        >
          ${this.#comparing}
          ${versionList({
            versions: this.versions,
            current: this.#moment?.seq,
            replica: this.replica,
            padId: this.padId,
            nameOf: (id) => this.#look(id).name,
            sayWhen: this.sayWhen,
            goTo: (seq) => this.#go(replay.indexOf(seq)),
            changed: () => void this.load(),
          })}
        </aside>
      </div>
      ${timeline({
        moments: replay.moments,
        bars: this.#bars,
        index: this.index,
        words: this.#words,
        isPlaying: this.isPlaying,
        lookOf: (by) => this.#look(by),
        sayWhen: this.sayWhen,
        whyNotRestore: !this.canWrite
          ? "These notes can only be read now"
          : this.index === replay.moments.length - 1
            ? "This is what the notes are now"
            : undefined,
        go: (to) => this.#go(to),
        play: this.play,
        isSideOpen: this.isSideOpen,
        toggleSide: () => (this.isSideOpen = !this.isSideOpen),
        restore: this.restore,
      })}`;
  }

  get #moment(): PadMoment | undefined {
    return this.replay?.moments[this.index];
  }

  /** `10:44, Inês Duarte wrote “What broke”` */
  get #words(): string {
    return this.#moment ? this.#wordsOf(this.#moment) : "";
  }

  #wordsOf(moment: PadMoment): string {
    const who = moment.by === null ? "The notes began:" : this.#look(moment.by).name;
    return `${this.sayWhen(moment.at)}, ${who} ${didIn(moment)}`;
  }

  get #shown() {
    const { replay, index } = this;
    if (!replay) return { shown: { text: "", marks: [], at: undefined, isSource: false } };
    const base = this.#base(replay);
    if (base === undefined) return { shown: textAtMoment(replay, index, (by) => this.#look(by).color) };
    const shown = textBetween(replay, base, index);
    return { shown, difference: shown };
  }

  /** The moment that this one is compared with, if any. */
  #base(replay: HistoryReplay): number | undefined {
    switch (this.compareWith.kind) {
      case "nothing":
        return undefined;
      case "start":
        return 0;
      case "now":
        return replay.moments.length - 1;
      case "moment":
        return replay.indexOf(this.compareWith.seq);
    }
  }

  get #comparing(): TemplateResult {
    const { difference } = this.#shown;
    return html`<section class="ph-compare">
      ${compareChoice({
        chosen: this.compareWith,
        here: this.#moment,
        versions: this.versions,
        wordsOf: (moment) => this.sayWhen(moment.at),
        choose: (chosen) => (this.compareWith = chosen),
      })}
      <p class="hint" role="status">
        ${
          difference
            ? html`<ins>+ ${counted(difference.added)} added</ins>, <del>− ${counted(difference.removed)} removed</del>`
            : nothing
        }
      </p>
    </section>`;
  }

  get #behind(): TemplateResult {
    return html`<div role="status">
      ${
        this.isBehind
          ? html`<div class="banner banner--read">
              <span class="grow">The notes have changed since this was loaded.</span
              ><button class="btn btn--sm" @click=${this.load}>Load the newest</button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #look(id: string): Writer {
    const known = this.#looks.get(id) ?? writerLook(id, this.replica.view?.people.names[id], this.colors);
    this.#looks.set(id, known);
    return known;
  }

  #go(index: number): void {
    const last = (this.replay?.moments.length ?? 1) - 1;
    this.index = Math.max(0, Math.min(index, last));
  }

  #pause(): void {
    clearInterval(this.#playing);
    this.#playing = undefined;
    this.isPlaying = false;
  }

  private readonly load = async () => {
    this.problem = "";
    this.isBehind = false;
    const answer = await server.padHistory(this.replica.slug, this.padId);
    if (!this.isConnected) return;
    if ("problem" in answer) {
      this.problem = answer.problem.detail;
      return;
    }
    const before = this.replay;
    const wasLast = !before || this.index === before.moments.length - 1;
    const { seq } = this.#moment ?? { seq: 0 };
    this.replay = new HistoryReplay(answer.moments);
    this.versions = answer.versions;
    this.#bars = barsOf(answer.moments, BARS);
    this.#go(wasLast ? answer.moments.length - 1 : this.replay.indexOf(seq));
    await this.updateComplete;
    if (!before) this.slider?.focus();
  };

  private readonly play = () => {
    if (this.isPlaying) return this.#pause();
    const count = this.replay?.moments.length ?? 0;
    if (this.index >= count - 1) this.index = 0;
    this.isPlaying = true;
    const jump = Math.max(1, Math.ceil((count * STEP_MS) / WHOLE_MS));
    this.#playing = setInterval(() => {
      this.#go(this.index + jump);
      if (this.index < count - 1) return;
      this.#pause();
      say(`Played to the end. ${this.#words}`);
    }, STEP_MS);
  };

  /** Who presses a part of the text wants to know how it came there: to the moment that wrote it. */
  private readonly jump = ({ detail: { at } }: PressEvent) => {
    if (!this.replay || this.compareWith.kind !== "nothing") return;
    const moment = writtenIn(this.replay, this.index, at);
    if (moment === undefined || moment === this.index) return;
    this.#go(moment);
    say(this.#words);
  };

  private readonly restore = () => {
    const moment = this.#moment;
    if (moment) void restorePad({ slug: this.replica.slug, padId: this.padId, seq: moment.seq });
  };
}
