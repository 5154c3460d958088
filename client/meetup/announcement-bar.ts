import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { nowOf } from "../../shared/meetup/now.ts";
import type { AnnouncementView, MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { toast } from "../look/toast.ts";
import { newId } from "../new-id.ts";
import { closeAnnouncement, isAnnouncementClosed } from "./closed-announcements.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "./redraw.ts";
import { whenOf } from "./time-words.ts";
import { actWithUndo } from "./with-undo.ts";

/** The longest that a timer can wait; further off is looked at again then. Milliseconds. */
const LONGEST_MS = 2_000_000_000;

/** What organizers tell everyone, until its time by this device's clock, or until this person closes it. */
@customElement("announcement-bar")
export class AnnouncementBar extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The meetup as everybody sees it. */
  @property({ attribute: false }) view!: MeetupView;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    // One's own part comes apart from what everybody sees: a role that was given or taken.
    this.addController(new Redraw(this));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render() {
    const at = Date.now();
    const { announcements } = nowOf(this.view, at);
    clearTimeout(this.#timer);
    if (announcements.length > 0) {
      const next = Math.min(...announcements.map(({ until }) => Date.parse(until)));
      this.#timer = setTimeout(() => this.requestUpdate(), Math.min(LONGEST_MS, next - at + 50));
    }
    const shown = announcements.filter(({ id }) => !isAnnouncementClosed(this.replica.person?.id, id));
    if (shown.length === 0) return nothing;
    return html`<section class="ann" aria-label="Announcements">
      ${repeat(
        shown,
        ({ id }) => id,
        (each) => this.#line(each, at),
      )}
    </section>`;
  }

  #line(announcement: AnnouncementView, at: number) {
    const isOrganizer = this.replica.me?.role === "organizer" && this.view.meetup.phase !== "closed";
    return html`<div class="ann-l">
      ${icon("pin")}
      <p class="grow">
        ${announcement.text}
        <span class="ann-u num"
          ><span aria-hidden="true">· </span>until ${whenOf(announcement.until, at, this.view.meetup.timezone)}</span
        >
        ${
          isOrganizer
            ? html`<button
                class="in-words"
                aria-label="Take back for everyone: ${announcement.text}"
                @click=${() => this.#remove(announcement)}
              >
                Take back
              </button>`
            : nothing
        }
      </p>
      <button
        class="btn btn--quiet btn--icon btn--sm"
        aria-label="Close for me: ${announcement.text}"
        @click=${() => this.#close(announcement)}
      >
        ${icon("x")}
      </button>
    </div>`;
  }

  #close({ id }: AnnouncementView): void {
    const personId = this.replica.person?.id;
    closeAnnouncement(personId, id);
    this.requestUpdate();
    toast("Closed for you", {
      undo: () => {
        closeAnnouncement(personId, id, false);
        this.requestUpdate();
      },
    });
  }

  #remove({ id, text, until }: AnnouncementView): void {
    void actWithUndo(this.replica, { type: "announcement.remove", announcementId: id }, "Taken back for everyone", {
      type: "announcement.add",
      id: newId(),
      text,
      until,
    });
  }
}
