import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { PAD_MESSAGE, PAGE_NEWS, type RemovedNews, type WhoNews } from "../../../shared/notes/pad-frames.ts";
import type { PadMoment } from "../../../shared/notes/history-replay.ts";
import { PadWriter } from "./pad-writer.ts";

/** What `…/who` answers. */
export interface Who {
  seq: number;
  clients: { client: number; person: string | null; runs: [clock: number, at: number][] }[];
}

/** What `…/history` answers. */
export interface PadHistory {
  seq: number;
  moments: PadMoment[];
  versions: { id: string; name: string; seq: number; at: string; by: string }[];
}

/** Someone in a pad whose client has said that it is a page of ours. */
export class PadPageWriter extends PadWriter {
  readonly removed: RemovedNews[] = [];
  readonly who: WhoNews[] = [];
  #look: () => void = () => undefined;

  /** Says what it is, and listens. */
  saysItIsAPage(): void {
    this.provider.messageHandlers[PAD_MESSAGE.page] = (_encoder, decoder) => {
      const kind = decoding.readVarUint(decoder);
      const news: unknown = JSON.parse(decoding.readVarString(decoder));
      if (kind === PAGE_NEWS.removed) this.removed.push(news as RemovedNews);
      if (kind === PAGE_NEWS.who) this.who.push(news as WhoNews);
      this.#look();
    };
    this.provider.ws?.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, PAD_MESSAGE.page);
        encoding.writeVarUint(encoder, 1);
      }) as Uint8Array<ArrayBuffer>,
    );
  }

  /** Resolves once it has been told so much. */
  hears(isEnough: (told: { removed: RemovedNews[]; who: WhoNews[] }) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (isEnough(this)) resolve();
      };
      this.#look();
    });
  }
}
