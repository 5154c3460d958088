import type { ReactiveController, ReactiveControllerHost } from "lit";
import { withWhatBecame, type LastThings } from "../../shared/meetup/last-things.ts";
import type { MeView } from "../../shared/meetup/view.ts";
import { LatestAnswer } from "../latest-answer.ts";
import { onReconnect } from "../on-reconnect.ts";
import { keptViews } from "../replica/kept-views.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";

type Taken = { title: string; takeHome: MeView["takeHome"] };

/** What one took home from the meetup before a page's: asked for once it is known which that is, and who asks. */
export class LastTime implements ReactiveController {
  readonly #page: ReactiveControllerHost & { replica: MeetupReplica };
  readonly #latest = new LatestAnswer();
  /** Whose, and of which meetup. */
  #asked = "";
  #taken: Taken | undefined;
  #stop: (() => void) | undefined;

  constructor(page: ReactiveControllerHost & { replica: MeetupReplica }) {
    this.#page = page;
    page.addController(this);
  }

  hostConnected(): void {
    this.#stop = onReconnect(() => {
      // What could not be asked without a connection.
      if (!this.#taken) this.#asked = "";
      this.#page.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  hostUpdated(): void {
    const { person, view } = this.#page.replica;
    const previous = view?.meetup.previous ?? null;
    const asked = person && previous !== null ? `${person.id} ${previous}` : "";
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#taken = undefined;
    if (person && previous !== null) void this.#ask(previous, person.id);
  }

  /** What one took home, with what one has said of it; undefined where it isn't known, or was nothing. */
  get things(): LastThings | undefined {
    const { me, view } = this.#page.replica;
    const texts = this.#taken?.takeHome.flatMap((text) => text ?? []) ?? [];
    const slug = view?.meetup.previous;
    if (!me || !slug || texts.length === 0) return undefined;
    return { slug, title: this.#taken?.title ?? "", things: withWhatBecame(texts, me) };
  }

  async #ask(slug: string, personId: string): Promise<void> {
    const taken = await this.#latest.to(() => takenFrom(slug, personId));
    if (!taken) return;
    this.#taken = taken;
    this.#page.requestUpdate();
  }
}

/** As the server has it, or else as this device saw it last. */
async function takenFrom(slug: string, personId: string): Promise<Taken | undefined> {
  const answer = await server.takeHome(slug);
  if (!("problem" in answer)) return answer;
  if (answer.problem.status !== 0 && answer.problem.status < 500) return undefined;
  const kept = await keptViews.read(slug).catch(() => undefined);
  if (!kept?.me || kept.personId !== personId) return undefined;
  return { title: kept.view.meetup.title, takeHome: kept.me.takeHome };
}
