import { z } from "zod";
import { SLUG } from "../../shared/ids.ts";
import { validationProblem } from "../../shared/validation-problem.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import type { Reader } from "../../shared/meetup/view-of/people-view-of.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { WatchAnswer } from "../../shared/protocol/changes.ts";
import type { Clock, Timers } from "../clock.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { People } from "../people/people.ts";
import { FewAtATime } from "../turns/few-at-a-time.ts";
import type { MeetupAnswers } from "../http/meetup-answers.ts";
import { OneATurn } from "../turns/one-a-turn.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError } from "../store/log-store.ts";
import { TokenBuckets } from "../token-buckets.ts";
import type { AgendaServer, AgendaSocket } from "./agenda-server.ts";
import { Broadcast } from "./broadcast.ts";
import { WrittenAnswer } from "./careful-parser.ts";

/** A connection may ask for a whole meetup so often at once, and then so often a second: a page asks once. */
const WATCHES = { burst: 60, perSecond: 1 };
/** At most this many messages of one connection may wait for their turn: more than a page ever has to send. */
const MOST_WAITING = 2000;
/** At most this many look at the meetup at a time: while it commits, all of them wait for the same moment. */
const MOST_LOOKING = 16;

const watchSchema = z.strictObject({
  slug: z.string().regex(SLUG),
  after: z.int().min(0).optional(),
});
const unwatchSchema = z.strictObject({ slug: z.string().regex(SLUG) });
const commandSchema = z.strictObject({
  slug: z.string().regex(SLUG),
  command: z.unknown(),
  as: z.string().max(64).optional(),
});

type KnownPeople = Pick<People, "byToken" | "idNow" | "now">;

/**
 * The live door to meetups: watching and commands over Socket.IO. Every message is checked; a
 * message without a callback gets no answer and does nothing else.
 */
export class MeetupSockets {
  readonly #io: AgendaServer;
  readonly #timers: Timers;
  readonly #meetups: LiveMeetups;
  readonly #door: CommandDoor;
  readonly #people: KnownPeople;
  readonly #report: ReportFault;
  readonly #broadcasts = new Map<LiveMeetup, Broadcast>();
  readonly #watches: TokenBuckets;
  readonly #answers: MeetupAnswers;
  readonly #looks = new FewAtATime(MOST_LOOKING);
  readonly #turns = new OneATurn();

  constructor(tools: {
    io: AgendaServer;
    clock: Clock;
    timers: Timers;
    meetups: LiveMeetups;
    door: CommandDoor;
    answers: MeetupAnswers;
    people: KnownPeople;
    report: ReportFault;
  }) {
    this.#io = tools.io;
    this.#timers = tools.timers;
    this.#meetups = tools.meetups;
    this.#door = tools.door;
    this.#answers = tools.answers;
    this.#people = tools.people;
    this.#report = tools.report;
    this.#watches = new TokenBuckets({ ...WATCHES, clock: tools.clock });
    this.#io.on("connection", (socket) => this.#welcome(socket));
  }

  /** Tells everyone who watches it that a meetup is gone; it stood at `seq`. */
  deleted(meetup: LiveMeetup, seq: number): void {
    this.#broadcasts.get(meetup)?.gone(seq);
  }

  /** Nobody is this person any more: their connections have to be made anew, as whoever they are now. */
  forget(personId: string): void {
    for (const socket of this.#io.sockets.sockets.values())
      if (socket.data.person?.id === personId) socket.disconnect(true);
  }

  /** The device of this token is nobody's any more. */
  signedOut(token: string): void {
    for (const socket of this.#io.sockets.sockets.values()) if (socket.data.token === token) socket.disconnect(true);
  }

  #welcome(socket: AgendaSocket): void {
    this.#endUnlessStill(socket);
    // A device that was away may still take itself for whom it was.
    socket.emit("who", { id: socket.data.person?.id ?? null });
    const watched = new Map<string, Broadcast>();
    const forget = (slug: string) => {
      watched.get(slug)?.leave(socket);
      watched.delete(slug);
    };
    const turns = new OneATurn();
    socket.use((_message, next) => {
      if (turns.waiting < MOST_WAITING) turns.take(next);
      else socket.disconnect(true);
    });

    socket.on("watch", (request: unknown, ack: unknown) =>
      this.#answer(ack, async () => {
        if (this.#watches.take(socket.id) > 0) return { problem: problem("too-many") };
        const parsed = watchSchema.safeParse(request);
        if (!parsed.success) return { problem: validationProblem(parsed.error) };
        const { slug, after } = parsed.data;
        const meetup = await this.#meetups.bySlug(slug);
        if (!meetup) return { problem: problem("unknown-meetup") };
        if (!socket.connected) return { problem: problem("unavailable") };
        const broadcast = this.#broadcastOf(meetup);
        if (watched.get(slug) !== broadcast) {
          forget(slug);
          watched.set(slug, broadcast);
          broadcast.join(socket);
        }
        return this.#looks.run(() => this.#look(meetup, socket, after));
      }),
    );
    socket.on("unwatch", (request: unknown) => {
      const parsed = unwatchSchema.safeParse(request);
      if (parsed.success) forget(parsed.data.slug);
    });
    socket.on("command", (request: unknown, ack: unknown) =>
      this.#answer(ack, async () => {
        const person = await this.#people.byToken(socket.data.token);
        const refused = person && this.#door.limit(person);
        if (refused) return { problem: refused.problem };
        const parsed = commandSchema.safeParse(request);
        const other = await this.#whyAnothers(parsed.data?.as, person);
        if (other) return { problem: other };
        if (!person) return { problem: problem("no-name") };
        if (!parsed.success) return { problem: validationProblem(parsed.error) };
        const answer = await this.#door.handle(parsed.data.slug, parsed.data.command, person);
        return "problem" in answer ? { problem: answer.problem } : { seq: answer.seq };
      }),
    );
    socket.on("disconnect", () => {
      for (const slug of watched.keys()) forget(slug);
    });
  }

  /** Why a command that says whose it is isn't taken from whoever has this device; nobody sends what an erased person has left. */
  async #whyAnothers(as: string | undefined, person: Person | undefined): Promise<Problem | undefined> {
    if (as === undefined || this.#people.idNow(as) === person?.id) return undefined;
    return problem((await this.#people.now(as)) ? "other-person" : "no-name");
  }

  /** Whose the device is may have changed since the handshake, before this connection was among those that are told so. */
  #endUnlessStill(socket: AgendaSocket): void {
    this.#people.byToken(socket.data.token).then(
      (person) => {
        if (person?.id !== socket.data.person?.id) socket.disconnect(true);
      },
      (error: unknown) => {
        this.#report("an agenda connection", error);
        socket.disconnect(true);
      },
    );
  }

  async #look(
    meetup: LiveMeetup,
    socket: AgendaSocket,
    after: number | undefined,
  ): Promise<WatchAnswer | WrittenAnswer> {
    const { person } = socket.data;
    const reader: Reader = person ? "named" : "nameless";
    // One connection in each turn, as many may ask at once.
    await new Promise<void>((pass) => this.#turns.take(pass));
    const since = after === undefined ? undefined : await meetup.changesAfter(after, reader);
    if (since === undefined) {
      const { shared, own } = await this.#answers.of(meetup, person);
      return new WrittenAnswer(shared.bytes.toString() + own.toString());
    }
    if (person) {
      const me = await meetup.read((state, nameOf) => ({ seq: state.seq, me: meOf(state, person.id, nameOf) }));
      socket.emit("me", { slug: meetup.slug, ...me });
    }
    return since;
  }

  #broadcastOf(meetup: LiveMeetup): Broadcast {
    const known = this.#broadcasts.get(meetup);
    if (known) return known;
    const broadcast = new Broadcast({
      io: this.#io,
      meetup,
      timers: this.#timers,
      report: this.#report,
      onEmpty: () => this.#broadcasts.delete(meetup),
    });
    this.#broadcasts.set(meetup, broadcast);
    return broadcast;
  }

  #answer(
    ack: unknown,
    answer: () => Promise<WatchAnswer | WrittenAnswer | { seq: number } | { problem: Problem }>,
  ): void {
    if (typeof ack !== "function") return;
    answer().then(
      (result) => ack(result),
      (error: unknown) => {
        if (!(error instanceof StoreUnavailableError)) this.#report("an agenda message", error);
        ack({ problem: problem(error instanceof StoreUnavailableError ? "unavailable" : "fault") });
      },
    );
  }
}
