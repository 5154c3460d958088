import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import type { NameOf, Reader } from "../../shared/meetup/view-of/people-view-of.ts";
import type { Person } from "../../shared/person.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { SharedBytes } from "./shared-bytes.ts";

/** `{seq, view, me}` as it is sent: what everyone with such eyes gets, and behind it this person's own part. */
export interface MeetupAnswer {
  /** The same as long as this person would be answered the same. */
  tag: string;
  listed: boolean;
  shared: SharedBytes;
  own: Buffer;
}

interface Shared {
  version: string;
  bytes: SharedBytes;
}

/** The view of each meetup is written down once for all who ask while it is the same: for readers with a name, and without. */
export class MeetupAnswers {
  readonly #meetups: LiveMeetups;
  /** As long as somebody is sent it, or nobody needs the memory. */
  readonly #shared = new WeakMap<LiveMeetup, Map<Reader, WeakRef<Shared>>>();

  constructor(meetups: LiveMeetups) {
    this.#meetups = meetups;
  }

  /** What to answer this person, or somebody without a name. */
  of(meetup: LiveMeetup, person: Person | undefined): Promise<MeetupAnswer> {
    return meetup.read((state, nameOf) => {
      const version = `${this.#meetups.namesVersion}-${state.seq}`;
      return {
        tag: `${version}-${person?.id ?? ""}`,
        listed: state.facts.listed,
        shared: this.#sharedBy(meetup, person ? "named" : "nameless", version, state, nameOf),
        own: Buffer.from(`${JSON.stringify(person ? meOf(state, person.id, nameOf) : null)}}`),
      };
    });
  }

  #sharedBy(meetup: LiveMeetup, reader: Reader, version: string, state: MeetupState, nameOf: NameOf): SharedBytes {
    const byReader = this.#shared.get(meetup) ?? new Map<Reader, WeakRef<Shared>>();
    this.#shared.set(meetup, byReader);
    const known = byReader.get(reader)?.deref();
    if (known?.version === version) return known.bytes;
    const view = JSON.stringify(viewOf(state, nameOf, reader));
    const bytes = new SharedBytes(`{"seq":${state.seq},"view":${view},"me":`);
    byReader.set(reader, new WeakRef({ version, bytes }));
    return bytes;
  }
}
