import { NO_PUSH, type PushChoices } from "../../shared/meetup/push-choices.ts";
import type { Clock } from "../clock.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { meetupStream } from "../meetups/meetup-log.ts";
import type { FormerPerson, People } from "../people/people.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError, type LogStore } from "../store/log-store.ts";
import { FewAtATime } from "../turns/few-at-a-time.ts";
import { allowedHostsFrom, isAllowedHost, type AllowedHosts } from "./allowed-hosts.ts";
import { PushChoiceRecords } from "./push-choice-records.ts";
import { PushDevices, type PushDevice } from "./push-devices.ts";
import { PushOutbox } from "./push-outbox.ts";
import { postPush, type Pushed } from "./push-post.ts";
import { PushWatch, type PushWish } from "./push-watch.ts";
import { ToldStarts } from "./told-starts.ts";
import { vapidKeysOf, type VapidKeys } from "./vapid-keys.ts";

/** The push services of the browsers there are. */
const KNOWN_SERVICES = allowedHostsFrom(
  "known push services",
  "fcm.googleapis.com, *.push.services.mozilla.com, *.notify.windows.com, *.push.apple.com",
);
/** A meetup that has ended here under its watch is looked for again after this. Milliseconds. */
const REOPEN_MS = 2000;

/**
 * Web Push: tells people on their devices what they chose to hear of. Every meetup that somebody
 * wants to hear of is watched, whether or not anyone looks at it, until it is closed.
 */
export class Pushes {
  readonly devices: PushDevices;
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #report: ReportFault;
  readonly #people: People;
  readonly #meetups: LiveMeetups;
  readonly #hosts: AllowedHosts;
  readonly #subject: string;
  readonly #choices: PushChoiceRecords;
  readonly #toldStarts: ToldStarts;
  /** One after the other, so that nothing is chosen while its meetup goes. */
  readonly #changes = new FewAtATime(1);
  readonly #outbox: PushOutbox;
  readonly #watches = new Map<string, Promise<PushWatch | undefined>>();
  /** Addresses of meetups that are closed, by id: each is watched again once it isn't. */
  readonly #closed = new Map<string, string>();
  readonly #ending = new AbortController();
  #started: Promise<void> | undefined;
  #keys: Promise<VapidKeys> | undefined;

  /** `hosts` are push services besides the known ones; `subject` says to them who runs this server. */
  constructor(tools: {
    store: LogStore;
    clock: Clock;
    report: ReportFault;
    people: People;
    meetups: LiveMeetups;
    hosts: AllowedHosts;
    subject: string;
  }) {
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#report = tools.report;
    this.#people = tools.people;
    this.#meetups = tools.meetups;
    this.#hosts = [...KNOWN_SERVICES, ...tools.hosts];
    this.#subject = tools.subject;
    this.devices = new PushDevices(tools.store);
    this.#choices = new PushChoiceRecords(tools.store);
    this.#toldStarts = new ToldStarts(tools.store);
    this.#outbox = new PushOutbox(tools.clock);
  }

  /** Makes the keys at the first start, and watches what people chose before. Once, however often it is called. */
  start(): Promise<void> {
    this.#started ??= this.#takeUp().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  /** What browsers need to subscribe. */
  async publicKey(): Promise<string> {
    return (await this.#keysAtHand()).publicKey;
  }

  /** Whether an address is a push service's. */
  allows(endpoint: string): boolean {
    return isAllowedHost(this.#hosts, new URL(endpoint));
  }

  /** What a person wants to hear of a meetup. */
  async choicesOf(meetupId: string, personId: string): Promise<PushChoices> {
    await this.start();
    return this.#choices.of(meetupId).get(personId) ?? NO_PUSH;
  }

  /** From now on a person hears this of a meetup, and nothing else; false: there is no such meetup any more. */
  async choose(meetup: LiveMeetup, personId: string, choices: PushChoices): Promise<boolean> {
    await this.start();
    const isChosen = await this.#choose({ meetupId: meetup.id, slug: meetup.slug, personId }, choices);
    if (isChosen) await this.#watch(meetup);
    return isChosen;
  }

  /** A meetup has moved on, from being closed perhaps. Returns at once. */
  poke(meetupId: string): void {
    const slug = this.#closed.get(meetupId);
    if (slug !== undefined) this.#lookAgain(slug, 0);
  }

  /** Someone is somebody else from now on, who is told what they wanted to hear; or nobody. */
  async replace(former: FormerPerson): Promise<void> {
    await this.start();
    await this.#replace(former);
  }

  /** Nothing is chosen of a meetup while `remove` removes it and what was chosen of it, and nothing is told after that. */
  async removing(meetupId: string, remove: () => Promise<void>): Promise<void> {
    await this.#changes.run(async () => {
      await remove();
      this.#unwatch(meetupId);
      this.#choices.forget(meetupId);
      this.#toldStarts.forget(meetupId);
    });
  }

  /** Ends all that is under way. */
  close(): void {
    this.#ending.abort();
    for (const meetupId of this.#watches.keys()) this.#unwatch(meetupId);
  }

  async #takeUp(): Promise<void> {
    await this.#keysAtHand();
    for (const [meetupId, slug] of await this.#choices.load()) {
      if (this.#ending.signal.aborted) return;
      // One that can't be read is no reason for others not to be told.
      await this.#takeUpOne(meetupId, slug).catch((error: unknown) => {
        if (error instanceof StoreUnavailableError) this.#lookAgain(slug);
        else this.#report(`pushes of meetup ${meetupId}`, error);
      });
    }
    // Whoever became somebody else, or nobody, right before the server ended.
    for (const former of await this.#people.formerOf()) await this.#replace(former);
  }

  async #takeUpOne(meetupId: string, slug: string): Promise<void> {
    const meetup = await this.#meetups.bySlug(slug);
    const isOver = meetup?.id !== meetupId || (await meetup.read((state) => state.facts.phase === "closed"));
    if (isOver) await this.#choices.drop(meetupId);
    else await this.#watch(meetup);
  }

  async #replace({ id, now }: FormerPerson): Promise<void> {
    const devices = await this.devices.of(id);
    if (now) for (const device of devices) await this.devices.add(now.id, device);
    else await this.devices.remove(id, () => true);
    for (const { meetupId, slug, choices } of await this.#choices.ofPerson(id)) {
      const theirs = now && (this.#choices.of(meetupId).get(now.id) ?? NO_PUSH);
      if (theirs === NO_PUSH) await this.#choose({ meetupId, slug, personId: now!.id }, choices);
      await this.#choose({ meetupId, slug, personId: id }, NO_PUSH);
    }
  }

  /** Whether it is stored: of a meetup that is gone nothing is. */
  #choose(whose: { meetupId: string; slug: string; personId: string }, choices: PushChoices): Promise<boolean> {
    return this.#changes.run(async () => {
      if ((await this.#store.lastSeq(meetupStream(whose.meetupId))) === 0) return false;
      await this.#choices.set(whose, choices);
      if (this.#choices.of(whose.meetupId).size === 0) this.#unwatch(whose.meetupId);
      return true;
    });
  }

  #keysAtHand(): Promise<VapidKeys> {
    this.#keys ??= vapidKeysOf(this.#store);
    // While the store can't be written there are none; the next one who asks tries again.
    this.#keys.catch(() => (this.#keys = undefined));
    return this.#keys;
  }

  /** Watches a meetup as long as somebody wants to hear of it. */
  async #watch(meetup: LiveMeetup): Promise<void> {
    const { id } = meetup;
    if (this.#choices.of(id).size === 0 || this.#watches.has(id) || this.#ending.signal.aborted) return;
    this.#closed.delete(id);
    const opening = this.#open(meetup);
    this.#watches.set(id, opening);
    try {
      await opening;
    } catch (error) {
      if (this.#watches.get(id) === opening) this.#watches.delete(id);
      throw error;
    }
  }

  async #open(meetup: LiveMeetup): Promise<PushWatch | undefined> {
    const { id, slug } = meetup;
    await this.#toldStarts.load(id);
    // One after the other: a step may be news of a thousand sessions, each for hundreds.
    let sent = Promise.resolve();
    return PushWatch.open(meetup, {
      clock: this.#clock,
      starts: {
        isBegun: (start) => this.#toldStarts.isBegun(id, start),
        begin: (start) => this.#toldStarts.begin(id, start),
        done: (start) => this.#keepTold(id, start),
      },
      choices: () => this.#choices.of(id),
      wish: (wish) => {
        sent = sent
          .then(() => this.#send(wish))
          .catch((error: unknown) => this.#report(`pushes of meetup ${id}`, error));
      },
      died: () => {
        this.#unwatch(id);
        this.#lookAgain(slug);
      },
      closed: () => {
        this.#unwatch(id);
        this.#closed.set(id, slug);
      },
      report: (error) => this.#report(`pushes of meetup ${id}`, error),
    });
  }

  #keepTold(meetupId: string, start: string): void {
    // What was under way as the server ends wasn't told.
    if (this.#ending.signal.aborted) return;
    this.#changes
      .run(() => this.#toldStarts.done(meetupId, start, this.#clock.now()))
      .catch((error: unknown) => {
        if (!(error instanceof StoreUnavailableError)) this.#report(`pushes of meetup ${meetupId}`, error);
      });
  }

  #unwatch(meetupId: string): void {
    this.#watches.get(meetupId)?.then(
      (watch) => watch?.close(),
      // It never opened; whoever asked for it has been told.
      () => undefined,
    );
    this.#watches.delete(meetupId);
    this.#closed.delete(meetupId);
  }

  #lookAgain(slug: string, ms = REOPEN_MS): void {
    this.#clock.after(ms, () => {
      if (this.#ending.signal.aborted) return;
      this.#meetups
        .bySlug(slug)
        .then((meetup) => meetup && this.#watch(meetup))
        .catch(() => this.#lookAgain(slug));
    });
  }

  async #send({ people, message, until, isUrgent, over }: PushWish): Promise<void> {
    const keys = await this.#keysAtHand();
    const sent: Promise<void>[] = [];
    for (const personId of people) {
      if (this.#outbox.isFull) break;
      for (const to of await this.devices.of(personId)) {
        if (!this.allows(to.endpoint)) continue;
        const send = async (): Promise<Pushed> => {
          if (this.#ending.signal.aborted) return "refused";
          const ttl = Math.ceil((until - this.#clock.now()) / 1000);
          try {
            const post = { to, message, keys, subject: this.#subject, ttl, isUrgent };
            const pushed = await postPush(post, this.#ending.signal);
            if (pushed === "gone") await this.#drop(personId, to);
            return pushed;
          } catch (error) {
            this.#report("a push", error);
            return "refused";
          }
        };
        sent.push(this.#outbox.add(send, until));
      }
    }
    void Promise.all(sent).then(over);
  }

  /** The push service knows it no longer. */
  #drop(personId: string, gone: PushDevice): Promise<void> {
    return this.devices.remove(personId, ({ endpoint }) => endpoint === gone.endpoint);
  }
}
