import type { InParts } from "../../shared/in-parts.ts";
import { jsonInParts } from "../../shared/json-in-parts.ts";
import type { History } from "../../shared/meetup/history.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { publicLog, type PublicLogEntry } from "../../shared/meetup/public-log.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { NameOf } from "../../shared/meetup/view-of/people-view-of.ts";
import { commentsOf } from "../../shared/meetup/view-of/topic-view-of.ts";
import type { CommentView, MeetupView } from "../../shared/meetup/view.ts";

/** A meetup as it stands at a moment. */
export interface MeetupSnapshot {
  history: History;
  state: MeetupState;
  nameOf: NameOf;
}

/** All of a meetup that a reader without a name can see, besides notes. */
export interface PublicData {
  seq: number;
  view: MeetupView;
  comments: Record<string, CommentView[]>;
  log: PublicLogEntry[];
}

/** How deep topics, comments and the like are in it. */
const THINGS = 3;
/** Put into bytes at a time: to put tens of megabytes of text together takes as long as to write them. */
const CHUNK_CHARACTERS = 65_536;

/** Part by part; the state must stay as it is in between. */
export function* publicData(all: MeetupSnapshot): InParts<PublicData> {
  const { state, nameOf } = all;
  const view = viewOf(state, nameOf, "nameless");
  yield;
  const comments: [topicId: string, CommentView[]][] = [];
  for (const topic of state.topics.values()) {
    if (topic.mergedInto === null) comments.push([topic.id, commentsOf(state, topic)]);
    yield;
  }
  const log = publicLog(all, { after: 0 }, Number.MAX_SAFE_INTEGER).entries;
  return { seq: state.seq, view, comments: Object.fromEntries(comments), log };
}

/** As `export.json` has it, thing by thing; `notes` are texts by pad. */
export function* dataJson(data: PublicData, notes: Record<string, string>): InParts<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let text = "";
  for (const piece of jsonInParts({ ...data, notes }, THINGS)) {
    text += piece;
    if (text.length < CHUNK_CHARACTERS) continue;
    chunks.push(Buffer.from(text, "utf8"));
    text = "";
    yield;
  }
  return Buffer.concat([...chunks, Buffer.from(text, "utf8")]);
}
