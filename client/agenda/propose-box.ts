import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import { pageProblem, type Problem } from "../../shared/page-problem.ts";
import { fieldError, formError, messageFor, ownRefusal } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { isComposing } from "../look/is-composing.ts";
import { LightElement } from "../look/light-element.ts";
import { toast } from "../look/toast.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { ask } from "../meetup/act.ts";
import { tellRefused } from "../meetup/tell-refused.ts";
import { Redraw } from "../meetup/redraw.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { isLookedAtFirst } from "../replica/optimistic-queue.ts";
import { surelyRefused } from "../replica/surely-refused.ts";
import { similarTopics, type SimilarTopics } from "../../shared/meetup/paste/similar.ts";
import type { TopicView } from "../../shared/meetup/view.ts";
import { ofAllTags, parseTags } from "./parse-tags.ts";
import { vote } from "./vote.ts";

interface Draft {
  title: string;
  description: string;
  tags: string;
}

const EMPTY: Draft = { title: "", description: "", tags: "" };
/** What was written but not proposed, by meetup: it outlives a look at another page. */
const drafts = new Map<string, Draft>();

/** Whether this person's topics are taken now. */
export function mayPropose({ view, me }: Pick<MeetupReplica, "view" | "me">): boolean {
  if (!view || view.meetup.phase === "closed") return false;
  return view.meetup.proposals.open || me?.role === "organizer";
}

/** Whether something was written in a meetup's box that isn't proposed yet. */
export function isProposalBegun(slug: string): boolean {
  const { title, description, tags } = drafts.get(slug) ?? EMPTY;
  return (title + description + tags).trim() !== "";
}

/** Where topics are proposed: one line, and room for more once there is something in it. */
@customElement("propose-box")
export class ProposeBox extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private draft: Draft = EMPTY;
  @state() private refusal: Problem | undefined;
  @query("#propose") private field!: HTMLInputElement;
  /** Prepared once for each picture of the topics. */
  #alike: { topics: TopicView[]; index: SimilarTopics<TopicView> } | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft = drafts.get(this.replica.slug) ?? EMPTY;
  }

  /** Brings the cursor here. */
  override focus(): void {
    this.field.focus();
  }

  protected override render() {
    const { title, description, tags } = this.draft;
    const isOpen = title.trim() !== "" || description !== "" || tags !== "";
    return html`<form class="propose-form" novalidate @submit=${this.propose}>
        <div class="propose">
          ${icon("plus")}<label class="vh" for="propose">Propose a topic</label>
          <input
            id="propose"
            placeholder="Propose a topic, as a question if you can"
            autocomplete="off"
            enterkeyhint="done"
            maxlength=${LIMITS.topicTitle.max}
            .value=${title}
            aria-invalid=${messageFor(this.refusal, "title") !== undefined}
            aria-describedby="propose-error propose-first"
            @input=${(event: Event) => this.#write({ title: (event.target as HTMLInputElement).value })}
            @keydown=${(event: KeyboardEvent) => event.key === "Escape" && !isComposing(event) && this.field.blur()}
          />
          <button class="btn btn--primary">Propose</button>
        </div>
        ${
          this.#isLookedAtFirst
            ? html`<p class="hint propose-first" id="propose-first">
                Organizers look at proposals first. Nobody else sees yours until one of them lets it in.
              </p>`
            : nothing
        }
        ${fieldError(this.refusal, "title", "propose-error")}
        ${formError(this.refusal, ["title", "tags", "description"])}
        <div role="status">${this.#similar(title)}</div>
        ${
          isOpen
            ? html`<div class="propose-more">
                <div class="field">
                  <label for="propose-text">What would you like to hear? <span class="faint">optional</span></label>
                  <textarea
                    class="input"
                    id="propose-text"
                    rows="3"
                    maxlength=${LIMITS.description.max}
                    .value=${description}
                    @input=${(event: Event) => this.#write({ description: (event.target as HTMLTextAreaElement).value })}
                  ></textarea>
                  ${fieldError(this.refusal, "description", "propose-text-error")}
                </div>
                <div class="field">
                  <label for="propose-tags">Tags <span class="faint">optional, with commas between</span></label>
                  <input
                    class="input"
                    id="propose-tags"
                    autocomplete="off"
                    .value=${tags}
                    aria-invalid=${messageFor(this.refusal, "tags") !== undefined}
                    aria-describedby="propose-tags-error"
                    @input=${(event: Event) => this.#write({ tags: (event.target as HTMLInputElement).value })}
                  />
                  ${fieldError(this.refusal, "tags", "propose-tags-error")}
                </div>
              </div>`
            : nothing
        }
      </form>
      ${
        this.replica.me?.role === "organizer" && !isOpen
          ? html`<button
              type="button"
              class="btn btn--quiet btn--sm propose-paste"
              title="Paste a list"
              @click=${() => whenLoaded(import("./paste-dialog.ts"), (code) => code.openPasteDialog(this.replica))}
            >
              ${icon("list")}<span class="paste-w">Paste a list</span>
            </button>`
          : nothing
      }`;
  }

  /** Whether what is proposed here waits for an organizer. */
  get #isLookedAtFirst(): boolean {
    const { view, me } = this.replica;
    return view !== undefined && isLookedAtFirst(view, me);
  }

  /** Topics like the one being typed: one vote there is worth more than a second topic. */
  #similar(title: string): TemplateResult | typeof nothing {
    const { me, slug, view } = this.replica;
    if (!view || title.trim() === "") return nothing;
    if (this.#alike?.topics !== view.topics) {
      const open = view.topics.filter(({ status }) => status !== "withdrawn" && status !== "merged");
      this.#alike = { topics: view.topics, index: similarTopics(open) };
    }
    const similar = this.#alike.index.like(title);
    if (similar.length === 0) return nothing;
    return html`<div class="alike">
      <p>Already proposed? Vote there instead.</p>
      <ul>
        ${similar.map(({ topic }) => {
          const isMine = me?.votes.includes(topic.id) ?? false;
          return html`<li>
            <a href="/m/${slug}/${topic.number}">${topic.title}</a>
            ${
              view.meetup.voting.open
                ? html`<button
                    type="button"
                    class="btn btn--sm"
                    aria-pressed=${isMine}
                    aria-label="I will come: ${topic.title}"
                    @click=${() => this.#voteInstead(topic, !isMine)}
                  >
                    ${icon(isMine ? "check" : "lift")}I will come
                  </button>`
                : nothing
            }
          </li>`;
        })}
      </ul>
    </div>`;
  }

  #voteInstead(topic: TopicView, isCast: boolean): void {
    void vote(this.replica, topic, isCast);
  }

  #write(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part };
    this.refusal = undefined;
    drafts.set(this.replica.slug, this.draft);
  }

  private readonly propose = async (event: Event) => {
    event.preventDefault();
    const { draft, replica } = this;
    const title = draft.title.trim();
    if ([...title].length < LIMITS.topicTitle.min) {
      this.refusal = tooShort;
      this.field.focus();
      return;
    }
    if (!mayPropose(replica)) {
      this.refusal = pageProblem(replica.view?.meetup.phase === "closed" ? "meetup-closed" : "proposals-closed");
      return;
    }
    const id = newId();
    const tags = parseTags(draft.tags);
    const command = { type: "topic.propose" as const, id, title, description: draft.description, tags };
    this.refusal = ofAllTags(surelyRefused(command), tags);
    if (this.refusal) return;
    this.#write(EMPTY);
    this.field.focus();
    if (replica.person && replica.reach === "offline") toast("Kept here, and proposed once there is a connection");
    const refusal = await ask(replica, command);
    if (refusal === undefined) {
      const number = replica.view?.topics.find((topic) => topic.id === id)?.number;
      const show = { label: "Show", run: () => goTo(`/m/${replica.slug}/${number}`) };
      if (number === undefined && this.#isLookedAtFirst) toast("Sent. It waits for an organizer now");
      else toast("Proposed", number === undefined ? {} : { action: show });
      return;
    }
    // What was written comes back, unless something new is there already.
    const isFree = !this.draft.title;
    if (isFree) this.#write(draft);
    if (refusal === "cancelled") return;
    if (isFree && this.isConnected) this.refusal = ofAllTags(refusal, tags);
    // Proposals may have closed meanwhile, and the box be gone.
    else await tellRefused(`Not proposed: ${title}. ${refusal.detail}`, command);
  };
}

const tooShort = ownRefusal(`Write at least ${LIMITS.topicTitle.min} characters`, "title");
