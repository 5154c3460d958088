import { nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { isPast, nowOf } from "../../shared/meetup/now.ts";
import { sideGroupClashes } from "../../shared/meetup/side-group-clashes.ts";
import type { MeetupFacts, MeetupView, MeView, SideGroupView } from "../../shared/meetup/view.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { goTo } from "../routes.ts";
import { clashWords, startsSoonWords } from "./day-words.ts";
import { MinuteTimer } from "./minute-timer.ts";
import { isNews } from "./announced.ts";

/** The side groups that this page has shown of each meetup, by its slug: only others are new. */
const shown = new Map<string, Set<string>>();
/** Who hosts them, by the side group's id: whoever one is handed over to is told. */
const hosts = new Map<string, ReadonlyMap<string, string>>();
/** What of each was open or closed, in words, when it was looked at last. */
const stood = new Map<string, readonly string[]>();

/**
 * Tells news of the day, each once on this device: announcements, what starts in a few minutes, new side groups and what was
 * closed or opened to those who have the page read aloud, and to everyone concerned that they are invited, that they host one now, or that their side group's place is taken.
 */
@customElement("day-announcer")
export class DayAnnouncer extends LightElement {
  @property({ attribute: false }) view!: MeetupView;
  @property({ attribute: false }) me: MeView | null = null;

  constructor() {
    super();
    this.addController(new MinuteTimer(() => this.#tell()));
  }

  protected override render() {
    return nothing;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("view") || changed.has("me")) this.#tell();
  }

  #tell(): void {
    const { view, me } = this;
    const spoken = turned(view.meetup);
    if (view.meetup.phase !== "closed") this.#tellOpen(view, me, spoken);
    if (spoken.length > 0) say(spoken.join(". "));
  }

  #tellOpen(view: MeetupView, me: MeView | null, spoken: string[]): void {
    const at = Date.now();
    const { announcements, soon } = nowOf(view, at);
    spoken.push(...announcements.filter(({ id }) => isNews(`announcement ${id}`)).map(({ text }) => text));
    for (const session of soon)
      if (isNews(`soon ${session.id} ${session.startsAt}`)) spoken.push(startsSoonWords(view, session, at));
    for (const { title, host } of newGroups(view)) if (host !== me?.id) spoken.push(`New side group: ${title}`);
    if (me) this.#tellMine(view, me, at);
  }

  #tellMine(view: MeetupView, me: MeView, at: number): void {
    const wasHost = hostsBefore(view);
    for (const group of view.sideGroups) {
      const show = { action: { label: "Show", run: () => goTo(`/m/${view.meetup.slug}/side-groups/${group.id}`) } };
      const before = wasHost?.get(group.id);
      if (group.state === "open" && group.host === me.id && before !== undefined && before !== me.id)
        toast(`You host “${group.title}” now`, show);
      if (me.invitedTo.includes(group.id) && !isPast(group, at) && isNews(`invited ${me.id} ${group.id}`))
        toast(`A side group about what you voted for: ${group.title}`, show);
      if (!Array.isArray(group.members) || !group.members.includes(me.id)) continue;
      for (const clash of sideGroupClashes(view, group, at)) {
        const id = clash.kind === "room" ? clash.sessionId : clash.slotId;
        if (isNews(`clash ${me.id} ${group.id} ${id} ${clash.startsAt}`))
          toast(`“${group.title}”: ${clashWords(clash, view.meetup.timezone)}`, { ...show, isBad: true });
      }
    }
  }
}

/** What was closed or opened since this page last looked; nothing the first time. */
function turned({ slug, phase, proposals, voting }: MeetupFacts): string[] {
  const word = (isOpen: boolean) => (isOpen ? "open" : "closed");
  const before = stood.get(slug);
  const now = [
    `The meetup is ${phase === "closed" ? "closed" : "open again"}`,
    `Proposals are ${word(proposals.open)}`,
    `Voting is ${word(voting.open)}`,
  ];
  stood.set(slug, now);
  const news = now.filter((words, at) => before && words !== before[at]);
  // A closed meetup takes neither.
  return phase === "closed" ? news.slice(0, 1) : news;
}

/** Who hosted which side group when this page last looked; undefined the first time. */
function hostsBefore({ meetup: { slug }, sideGroups }: MeetupView): ReadonlyMap<string, string> | undefined {
  const before = hosts.get(slug);
  hosts.set(slug, new Map(sideGroups.map(({ id, host }) => [id, host])));
  return before;
}

/** Open side groups that were not there when this page last looked; none the first time. */
function newGroups({ meetup: { slug }, sideGroups }: MeetupView): SideGroupView[] {
  const known = shown.get(slug);
  shown.set(slug, new Set(sideGroups.map(({ id }) => id)));
  return known ? sideGroups.filter(({ id, state }) => state === "open" && !known.has(id)) : [];
}
