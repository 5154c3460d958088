/** Presence as the server tells it to pages of ours, in a few bytes; put into Yjs awareness as if it had come in full. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { applyAwarenessUpdate, type Awareness } from "y-protocols/awareness";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { PRESENCE_NEWS } from "../../../shared/notes/pad-frames.ts";

/**
 * Takes the rest of a message about presence; `origin` is who brings it. False: it moves somebody who isn't known here,
 * so that the server has to be asked for everyone.
 */
export function takePresence(decoder: decoding.Decoder, awareness: Awareness, origin: unknown): boolean {
  let isWhole = true;
  const known: { client: number; clock: number; state: unknown }[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    const state = readState(decoder, awareness.getStates().get(client));
    if (state !== undefined) known.push({ client, clock, state });
    else if (client !== awareness.clientID) isWhole = false;
  }
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, known.length);
    for (const { client, clock, state } of known) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, JSON.stringify(state));
    }
  });
  applyAwarenessUpdate(awareness, update, origin);
  return isWhole;
}

/** The state that one entry makes of what is known; null is gone. */
function readState(decoder: decoding.Decoder, before: Record<string, unknown> | undefined): unknown {
  switch (decoding.readVarUint(decoder)) {
    case PRESENCE_NEWS.gone:
      return null;
    case PRESENCE_NEWS.all:
      return JSON.parse(decoding.readVarString(decoder));
    case PRESENCE_NEWS.nowhere:
      return before && { ...before, cursor: null };
    case PRESENCE_NEWS.caret: {
      const head = readPlace(decoder);
      return before && { ...before, cursor: { anchor: head, head } };
    }
    case PRESENCE_NEWS.selection: {
      const head = readPlace(decoder);
      const anchor = readPlace(decoder);
      return before && { ...before, cursor: { anchor, head } };
    }
    default:
      throw new Error("The server says something about presence that this page doesn't know.");
  }
}

/** A relative position, as Yjs has it in JSON. */
function readPlace(decoder: decoding.Decoder): object {
  if (decoding.readVarUint(decoder) === 0) return { tname: PAD_TEXT, assoc: 0 };
  const client = decoding.readVarUint(decoder);
  const clock = decoding.readVarUint(decoder);
  return { tname: PAD_TEXT, item: { client, clock }, assoc: 0 };
}
