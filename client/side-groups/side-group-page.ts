import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../look/qr-code.ts";
import { notesOpen } from "../../shared/meetup/notes-open.ts";
import { isPast, membersIn } from "../../shared/meetup/now.ts";
import type { MeetupView, SideGroupView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { copyText } from "../look/copy-text.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { DAY_REDRAW_MS, Redraw } from "../meetup/redraw.ts";
import { actWithUndo } from "../meetup/with-undo.ts";
import { planButton } from "../my-day/plan-button.ts";
import { clashLine, isIn, joinButton, mayLead, membersOf, whereAndWhen } from "./side-group-parts.ts";
import { tableSeats } from "./table-seats.ts";

/** One side group at an address of its own: who, where, when, its notes, what it came from, and how to get in. */
@customElement("side-group-page")
export class SideGroupPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Which side group. */
  @property({ attribute: "group-id" }) groupId = "";

  constructor() {
    super();
    this.addController(new Redraw(this, DAY_REDRAW_MS));
  }

  protected override render() {
    const { view } = this.replica;
    const group = view?.sideGroups.find(({ id }) => id === this.groupId);
    document.title = pageTitle(this.replica, group?.title ?? "Side group");
    if (!view) return pageShell(this.replica, "groups", html``);
    return pageShell(this.replica, "groups", group ? this.#content(view, group) : this.#unknown);
  }

  get #unknown(): TemplateResult {
    return html`<div class="panel shell-note">
      ${empty({
        picture: "table",
        isPage: true,
        title: "No side group here",
        text: "The address may have a typing error.",
        action: html`<a class="btn btn--primary" href="/m/${this.replica.slug}/side-groups">See the side groups</a>`,
      })}
    </div>`;
  }

  #content(view: MeetupView, group: SideGroupView) {
    const { replica } = this;
    const members = membersOf(replica, view, group);
    const count = membersIn(group);
    const isOver = isPast(group, Date.now());
    const isInvited = !isOver && replica.me?.invitedTo.includes(group.id) === true;
    return html`<div class="gp">
      <a class="gp-back" href="/m/${replica.slug}/side-groups">${icon("chevron-left")}Side groups</a>
      ${this.#mergedNote(view, group)}
      <div class="gp-h">
        ${tableSeats(members, count, group.capacity)}
        <div class="grow">
          <h1>${group.title}</h1>
          ${isOver ? html`<p><span class="chip chip--plain">${icon("check")}Over</span></p>` : nothing}
          ${group.state === "ended" ? nothing : whereAndWhen(view, group)}
          <p class="g-w num">
            ${icon("users")}${count}
            ${isOver ? (count === 1 ? "was in it" : "were in it") : "going"}${
              !isOver && group.capacity !== null
                ? count >= group.capacity
                  ? `, all ${group.capacity} places are taken`
                  : `, ${group.capacity - count} of ${group.capacity} places free`
                : nothing
            }
          </p>
        </div>
      </div>
      ${isInvited ? html`<p class="gp-inv">${icon("lift")}You voted for this topic, so you are invited.</p>` : nothing}
      ${clashLine(view, group)}
      ${group.outcome ? html`<p class="g-out"><b>What came out:</b> ${group.outcome}</p>` : nothing}
      <div class="gp-a">
        ${joinButton(replica, view, group, { isBig: true })}
        ${
          group.padId
            ? html`<a class="btn" href="/m/${replica.slug}/notes/${group.padId}">${icon("notebook-pen")}Notes</a>`
            : nothing
        }
        ${!isOver && !isIn(replica, group) ? planButton(replica, { sideGroupId: group.id }, group.title) : nothing}
        ${this.#ownTools(view, group)}
      </div>
      <div class="gp-b">
        <section class="panel gp-s" aria-labelledby="gp-who">
          <h2 id="gp-who">${isOver ? "Who was in it" : "Who is in it"}</h2>
          ${
            members.length === 0
              ? html`<p class="dim">
                  ${count} ${count === 1 ? "person" : "people"}. Say who you are to see their names.
                </p>`
              : html`<ul class="gp-who">
                  ${members.map(
                    (person) =>
                      html`<li>
                        ${avatar(person, { isMe: person.isMe })}<span>${person.name}</span>${person.isHost ? html`<span class="chip chip--side">Host</span>` : nothing}
                      </li>`,
                  )}
                </ul>`
          }
        </section>
        ${this.#links(view, group)} ${isOver ? nothing : this.#share}
      </div>
    </div>`;
  }

  get #share(): TemplateResult {
    return html`<section class="panel gp-s gp-share" aria-labelledby="gp-share">
      <div>
        <h2 id="gp-share">Bring others</h2>
        <p class="dim">Whoever opens this link finds the table.</p>
        <button class="btn" @click=${() => copyText(this.#address, "Link")}>${icon("link")}Copy the link</button>
      </div>
      <qr-code .text=${this.#address} label="QR code of this side group"></qr-code>
    </section>`;
  }

  get #address(): string {
    return `${location.origin}/m/${this.replica.slug}/side-groups/${this.groupId}`;
  }

  #mergedNote(view: MeetupView, group: SideGroupView) {
    const { replica } = this;
    const { mergedInto, padId } = group;
    const into = view.sideGroups.find(({ id }) => id === mergedInto);
    if (!into) return nothing;
    const canPart = mayLead(replica, group) && into.state === "open" && view.meetup.phase !== "closed";
    return html`<p class="d-note" role="note">
      ${icon("merge")}<span
        >This side group goes on in <a href="/m/${this.replica.slug}/side-groups/${into.id}">${into.title}</a>.
        <a href="/m/${this.replica.slug}/notes/${padId}">Its own notes</a> stay.</span
      >
      ${canPart ? html`<button class="btn btn--sm" @click=${() => this.#part(group)}>Undo the merge</button>` : nothing}
    </p>`;
  }

  async #part({ id: sideGroupId, title, mergedInto }: SideGroupView): Promise<void> {
    await actWithUndo(
      this.replica,
      { type: "sideGroup.unmerge", sideGroupId },
      `${title} is a side group of its own again`,
      { type: "sideGroup.merge", from: sideGroupId, into: mergedInto! },
    );
  }

  /** What its host and organizers can do. */
  #ownTools(view: MeetupView, group: SideGroupView): TemplateResult | typeof nothing {
    const { replica } = this;
    if (!mayLead(replica, group)) return nothing;
    const outcome = (isEnding: boolean) =>
      whenLoaded(import("../schedule/outcome-dialog.ts"), (code) => code.openOutcome(replica, { group, isEnding }));
    if (group.state === "ended" || view.meetup.phase === "closed")
      return group.mergedInto === null && notesOpen(view.meetup, new Date().toISOString())
        ? html`<button class="btn" aria-haspopup="dialog" @click=${() => outcome(false)}>
            ${icon("flag")}${group.outcome === null ? "What came out?" : "Edit what came out"}
          </button>`
        : nothing;
    return html`<button
        class="btn"
        aria-haspopup="dialog"
        @click=${() => whenLoaded(import("./edit-side-group.ts"), (code) => code.openEditSideGroup(replica, group))}
      >
        ${icon("move")}Move or edit</button
      ><button
        class="btn"
        aria-haspopup="dialog"
        @click=${() => whenLoaded(import("./hand-over-dialog.ts"), (code) => code.openHandOver(replica, group))}
      >
        ${icon("user-plus")}Hand over</button
      ><button
        class="btn"
        aria-haspopup="dialog"
        @click=${() => whenLoaded(import("./merge-side-group.ts"), (code) => code.openMergeSideGroup(replica, group))}
      >
        ${icon("merge")}Merge</button
      ><button class="btn" aria-haspopup="dialog" @click=${() => outcome(true)}>${icon("square")}End</button>`;
  }

  /** The topic and the session that it came from, with their notes, and what was merged into it. */
  #links(view: MeetupView, group: SideGroupView): TemplateResult | typeof nothing {
    const { slug } = this.replica;
    const notes = (padId: string) =>
      padId && padId !== group.padId
        ? html`<a href="/m/${slug}/notes/${padId}">${icon("notebook-pen")}Notes</a>`
        : nothing;
    const topic = view.topics.find(({ id }) => id === group.topicId);
    const sessions = view.sessions.filter(
      ({ id, topicIds }) => id === group.sessionId || (topic !== undefined && topicIds.includes(topic.id)),
    );
    const merged = view.sideGroups.filter(({ mergedInto }) => mergedInto === group.id);
    if (!topic && sessions.length === 0 && merged.length === 0) return nothing;
    return html`<section class="panel gp-s" aria-labelledby="gp-from">
      <h2 id="gp-from">About the same</h2>
      <ul class="gp-from">
        ${
          topic
            ? html`<li>
                <span class="faint">Topic ${topic.number}</span
                ><a href="/m/${slug}/${topic.number}">${topic.title}</a>${notes(topic.padId)}
              </li>`
            : nothing
        }
        ${sessions.map(
          (session) =>
            html`<li>
              <span class="faint">Session</span
              ><a href="/m/${slug}/schedule">${session.title}</a>${notes(session.padId)}
            </li>`,
        )}
        ${merged.map(
          (each) =>
            html`<li>
              <span class="faint">Merged into this</span
              ><a href="/m/${slug}/side-groups/${each.id}">${each.title}</a>${notes(each.padId)}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}
