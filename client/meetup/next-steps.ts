import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { nextSteps as stepsOf, type NextStep, type StepName } from "../../shared/meetup/next-steps.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { forget, keep, kept } from "../look/device-storage.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { goTo } from "../routes.ts";
import { isLinkKept, onLinkKept } from "./organizer-link.ts";
import { Redraw } from "./redraw.ts";
import "./next-steps.css";

const STEPS: Record<StepName, { title: string; hint?: string }> = {
  share: { title: "Tell people where it is", hint: "The address, a code to type, and one to scan." },
  wayBack: { title: "Keep a way back in", hint: "The organizer link makes any device yours to organize from." },
  company: { title: "Find a second organizer", hint: "Whoever opens that link organizes with you." },
  places: { title: "Say where and when", hint: "Rooms and times decide how many topics find a place." },
  topics: { title: "Begin the list of topics" },
  publish: { title: "Put topics into rooms, then publish" },
  run: { title: "On the day, say that it runs" },
  close: { title: "At the end, say that it is over" },
};

/** Where somebody begins in what opens under the meetup's name. */
export type SheetPlace = "organizer-link" | "phase";

/** Opens the list in a dialog, for who has put it away. */
export function openNextSteps(replica: MeetupReplica, openSheet: NextSteps["openSheet"]): void {
  const steps = document.createElement("next-steps") as NextSteps;
  Object.assign(steps, { replica, openSheet, isDialog: true });
  void openDialog(steps);
}

/** What comes next for whoever organizes, each step ticked by what the meetup has by now, until they put the list away. */
@customElement("next-steps")
export class NextSteps extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Opens what is under the meetup's name. */
  @property({ attribute: false }) openSheet!: (begins?: SheetPlace) => void;
  /** In a dialog of its own it can't be put away. */
  @property({ attribute: false }) isDialog = false;

  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onLinkKept(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render() {
    const { view, slug } = this.replica;
    const steps = view ? stepsOf(view, { isLinkKept: isLinkKept(slug) }) : [];
    if (steps.length === 0 || (!this.isDialog && kept(this.#key) !== null)) return nothing;
    const count = steps.filter(({ isDone }) => isDone).length;
    const said = html`<p class="dim num">${count} of ${steps.length} done</p>`;
    const lists = html`<ol class="steps">
        ${steps.filter(({ isLater }) => !isLater).map((step) => this.#step(step))}
      </ol>
      <p class="caps">Later</p>
      <ol class="steps">
        ${steps.filter(({ isLater }) => isLater).map((step) => this.#step(step))}
      </ol>`;
    return this.isDialog
      ? html`<div class="dialog-form">${dialogHead(this, "What comes next")} ${said} ${lists}</div>`
      : html`<section class="next-steps" aria-labelledby="next-steps">
          <div class="steps-h">
            <h3 id="next-steps">What comes next</h3>
            ${said}
          </div>
          ${lists}
          <button type="button" class="btn btn--quiet btn--sm steps-away" @click=${this.putAway}>
            Put this list away
          </button>
        </section>`;
  }

  #step({ name, isDone }: NextStep): TemplateResult {
    const { title, hint } = STEPS[name];
    return html`<li class=${isDone ? "step step--done" : "step"}>
      ${icon(isDone ? "circle-check" : "circle-dashed")}
      <div>
        <button type="button" class="in-words" @click=${() => this.#take(name)}>
          ${isDone ? html`<span class="vh">Done: </span>` : nothing}${title}
        </button>
        ${
          name === "topics"
            ? html`<p class="hint">
                One at a time, or
                <button type="button" class="in-words" @click=${() => this.#leadTo(() => this.#pasteMany())}>
                  many at once</button
                >.
              </p>`
            : hint
              ? html`<p class="hint">${hint}</p>`
              : nothing
        }
      </div>
    </li>`;
  }

  #take(name: StepName): void {
    const { replica } = this;
    const sheet = (begins?: SheetPlace) => () => this.openSheet(begins);
    const ways: Record<StepName, () => void> = {
      share: sheet(),
      wayBack: sheet("organizer-link"),
      company: sheet("organizer-link"),
      places: () => whenLoaded(import("../schedule/rooms-and-times.ts"), (code) => code.openRoomsAndTimes(replica)),
      topics: () => this.#beginTopic(),
      publish: () => goTo(`/m/${replica.slug}/schedule`),
      run: sheet("phase"),
      close: sheet("phase"),
    };
    this.#leadTo(ways[name]);
  }

  #leadTo(way: () => void): void {
    if (this.isDialog) done(this);
    way();
  }

  /** Where topics are proposed, on this page or else on the agenda's. */
  #beginTopic(): void {
    const field = document.querySelector<HTMLElement>("#propose");
    if (field) field.focus();
    else goTo(`/m/${this.replica.slug}`);
  }

  #pasteMany(): void {
    whenLoaded(import("../agenda/paste-dialog.ts"), (code) => code.openPasteDialog(this.replica));
  }

  private readonly putAway = () => {
    keep(this.#key, "1");
    this.requestUpdate();
    const undo = () => {
      forget(this.#key);
      this.requestUpdate();
    };
    toast("Put away. The meetup’s name, at the top, has it too.", { undo });
  };

  get #key(): string {
    return `midcycle.steps-away.${this.replica.slug}.${this.replica.person?.id ?? ""}`;
  }
}
