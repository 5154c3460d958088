import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import "./agenda/agenda-page.ts";
import type { CommandInput } from "../shared/meetup/commands.ts";
import { deviceStorage } from "./look/device-storage.ts";
import { empty } from "./look/empty.ts";
import { failure } from "./look/failure.ts";
import { whenLoaded } from "./look/when-loaded.ts";
import { LightElement } from "./look/light-element.ts";
import { logo } from "./look/logo.ts";
import { toast } from "./look/toast.ts";
import { askName } from "./meetup/ask-name.ts";
import { listenForMeetupKeys } from "./meetup/meetup-keys.ts";
import { tellRefused } from "./meetup/tell-refused.ts";
import { keptViews } from "./replica/kept-views.ts";
import { MeetupReplica } from "./replica/meetup-replica.ts";
import { forgetVisit, rememberVisit } from "./meetup/visited-meetups.ts";
import { watchForNewerBuild } from "./newer-build.ts";
import { pageClock } from "./page-clock.ts";
import { followAddress, isSamePage, slugOf, type Route } from "./routes.ts";
import { server } from "./server-connection.ts";
import { onPageHide } from "./on-page-hide.ts";
import { loadCurrentPerson, onCurrentPerson, currentPerson, reloadCurrentPerson } from "./current-person.ts";

/** The whole app: the page of the address, and the one replica of the meetup it belongs to. */
@customElement("midcycle-app")
export class MidcycleApp extends LightElement {
  @state() private route: Route | undefined;
  /** The page whose code could not be loaded. */
  @state() private failedPage: Route["page"] | undefined;
  #replica: MeetupReplica | undefined;
  #stopWatching: (() => void) | undefined;
  #isFirst = true;
  #asked: symbol | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCurrentPerson();
    followAddress((route) => this.#show(route));
    onPageHide(() => this.#replica?.keepNow());
    listenForMeetupKeys(() => this.#replica);
    addEventListener("hashchange", () => {
      this.#takeReturnToken();
      void this.#takeOrganizerToken();
    });
    this.#takeReturnToken();
  }

  protected override render() {
    const route = this.route;
    if (!route) return nothing;
    if (route.page === "home") return html`<home-page></home-page>`;
    if (route.page === "nowhere") return nowhere;
    const replica = this.#replica;
    if (!replica) return nothing;
    if (this.failedPage === route.page) return pageFailed(replica.slug);
    // Another meetup's page is another page, even where it is of the same kind: nothing of the one before stays in it.
    return html`${keyed(replica, pageOf(route, replica))}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("route")) return;
    if (this.route) document.querySelector("#first-paint")?.remove();
    const isStaying = isSamePage(changed.get("route") as Route | undefined, this.route);
    if (!this.#isFirst && !isStaying) void this.#focusPage();
    this.#isFirst = false;
  }

  async #show(route: Route): Promise<void> {
    const slug = slugOf(route);
    if (this.#replica && this.#replica.slug !== slug) {
      this.#replica.close();
      this.#replica = undefined;
      this.#stopWatching?.();
    }
    if (slug !== undefined && !this.#replica) {
      this.#replica = openReplica(slug);
      this.#stopWatching = watchForNewerBuild();
    }
    const asked = (this.#asked = Symbol(route.page));
    const isLoaded = await loadPage(route.page).then(
      () => true,
      () => false,
    );
    // Meanwhile they may have gone on to another page.
    if (this.#asked !== asked) return;
    this.failedPage = isLoaded ? undefined : route.page;
    this.route = route;
    if (route.page === "nowhere") document.title = "Not here · Midcycle";
    await this.updateComplete;
    await this.#takeOrganizerToken();
  }

  /** A new page starts where it starts for those who read it aloud: at its heading, once that is there. */
  async #focusPage(): Promise<void> {
    await this.#focusHeading();
    const replica = this.#replica;
    if (replica?.status.state !== "loading") return;
    const stop = replica.subscribe(() => {
      if (replica.status.state === "loading") return;
      stop();
      if (document.activeElement === null || document.activeElement.matches("body, main")) void this.#focusHeading();
    });
  }

  async #focusHeading(): Promise<void> {
    await this.updateComplete;
    await (this.firstElementChild as Partial<LightElement> | null)?.updateComplete;
    // What one has come for may stand further down.
    const further = this.querySelector<HTMLElement>("main [data-begins]");
    if (further) return further.focus();
    const heading = this.querySelector<HTMLElement>("main h1");
    const target = heading ?? this.querySelector<HTMLElement>("main");
    if (heading) heading.tabIndex = -1;
    target?.focus({ preventScroll: true });
  }

  /** `#return=TOKEN` makes this device the person's whose link it is; like the organizers' it must not stay there. */
  #takeReturnToken(): void {
    const token = new URLSearchParams(location.hash.slice(1)).get("return");
    if (token === null) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    whenLoaded(import("./meetup/return-link.ts"), (code) => void code.openReturnLink(token));
  }

  /** `#organizer=TOKEN` makes whoever opens it an organizer; it must not stay where others can read it. */
  async #takeOrganizerToken(): Promise<void> {
    const token = new URLSearchParams(location.hash.slice(1)).get("organizer");
    const replica = this.#replica;
    if (token === null || !replica || !(await askName())) return;
    history.replaceState(history.state, "", location.pathname);
    const answer = await server.becomeOrganizer(replica.slug, token);
    if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
    else toast("You are an organizer of this meetup");
  }
}

/** A page of a meetup. */
function pageOf(route: Exclude<Route, { page: "home" | "nowhere" }>, replica: MeetupReplica): TemplateResult {
  switch (route.page) {
    case "missing":
      return html`<missing-page .replica=${replica}></missing-page>`;
    case "agenda":
      return html`<agenda-page .replica=${replica} .number=${route.number}></agenda-page>`;
    case "schedule":
      return html`<schedule-page .replica=${replica}></schedule-page>`;
    case "suggestions":
      return html`<suggestions-page .replica=${replica}></suggestions-page>`;
    case "my-day":
      return html`<my-day-page .replica=${replica}></my-day-page>`;
    case "you":
      return html`<you-page .replica=${replica}></you-page>`;
    case "report":
      return html`<report-page .replica=${replica}></report-page>`;
    case "side-groups":
      return html`<side-groups-page .replica=${replica}></side-groups-page>`;
    case "side-group":
      return html`<side-group-page .replica=${replica} group-id=${route.groupId}></side-group-page>`;
    case "history":
      return html`<history-page .replica=${replica}></history-page>`;
    case "actions":
      return html`<actions-page .replica=${replica}></actions-page>`;
    case "wall":
      return html`<wall-page .replica=${replica} .roomId=${route.roomId}></wall-page>`;
    case "practical":
      return html`<practical-page .replica=${replica}></practical-page>`;
    case "room":
      return html`<room-page .replica=${replica} .roomId=${route.roomId}></room-page>`;
    case "present":
      return html`<present-page .replica=${replica} .padId=${route.padId}></present-page>`;
    case "pad":
      return html`<pad-page .replica=${replica} pad-id=${route.padId} .mode=${route.mode}></pad-page>`;
  }
}

/** Pages that not everyone opens are chunks of their own. */
async function loadPage(page: Route["page"]): Promise<void> {
  if (page === "home") await import("./home/home-page.ts");
  if (page === "missing") await import("./meetup/missing-page.ts");
  if (page === "pad") await import("./notes/pad-page.ts");
  if (page === "schedule") await import("./schedule/schedule-page.ts");
  if (page === "suggestions") await import("./schedule/suggestions-page.ts");
  if (page === "my-day") await import("./my-day/my-day-page.ts");
  if (page === "you") await import("./you/you-page.ts");
  if (page === "report") await import("./report/report-page.ts");
  if (page === "history") await import("./history/history-page.ts");
  if (page === "actions") await import("./actions/actions-page.ts");
  if (page === "side-group") await import("./side-groups/side-group-page.ts");
  if (page === "wall") await import("./wall/wall-page.ts");
  if (page === "room") await import("./rooms/room-page.ts");
  if (page === "present") await import("./notes/reading/present-page.ts");
  if (page === "practical") await import("./practical/practical-page.ts");
  if (page === "side-groups") await import("./side-groups/side-groups-page.ts");
}

function openReplica(slug: string): MeetupReplica {
  const replica = new MeetupReplica(slug, {
    link: server,
    who: { person: currentPerson, listen: onCurrentPerson, askAnew: () => void reloadCurrentPerson() },
    keeper: deviceStorage(),
    memory: keptViews,
    clock: pageClock,
  });
  replica.onRefusedLater((command, refusal) => {
    // What the page told by itself bothers nobody.
    if (command.type !== "topic.markShown")
      void tellRefused(`${didNotCount(replica, command)} ${refusal.detail}`, command);
  });
  let remembered = "";
  replica.subscribe(() => {
    const title = replica.view?.meetup.title;
    // The first question who we are may have failed; the live connection knows.
    if (replica.me && !currentPerson()) void loadCurrentPerson();
    if (replica.status.state === "deleted") forgetVisit(slug);
    else if (title !== undefined && title !== remembered) rememberVisit({ slug, title: (remembered = title) });
  });
  return replica;
}

/** What was refused, by the title of the topic where it was about one. */
function didNotCount(replica: MeetupReplica, command: CommandInput): string {
  const topicId = "topicId" in command ? command.topicId : undefined;
  const title = replica.view?.topics.find(({ id }) => id === topicId)?.title;
  if (title === undefined) return "Something you did earlier did not count.";
  const what = command.type === "vote.cast" || command.type === "vote.retract" ? "Your vote" : "What you did";
  return `${what} on “${title}” did not count.`;
}

const nowhere = html`<header class="bar hb home-bar">${logo()}</header>
  <main id="main" tabindex="-1">
    <div class="panel shell-note">
      ${empty({
        picture: "arc",
        isPage: true,
        title: "Nothing here",
        text: "There is no page at this address.",
        action: html`<a class="btn btn--primary" href="/">Go home</a>`,
      })}
    </div>
  </main>`;

/** The code of a page is kept on the device only once it was used there; the agenda's is part of the app. */
const pageFailed = (slug: string) =>
  html`<header class="bar hb home-bar">${logo()}</header>
    <main id="main" tabindex="-1">
      <div class="shell-note">
        ${failure(
          "This page can’t be loaded",
          "Topics, votes and notes are safe on the server. Check the connection, then try again.",
          html`<button class="btn btn--primary" @click=${() => location.reload()}>Try again</button>
            <a class="btn" href="/m/${slug}">Go to the agenda</a>`,
        )}
      </div>
    </main>`;
