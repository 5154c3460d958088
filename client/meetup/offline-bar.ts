import { html, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";
import { saidAt } from "./times.ts";
import { waitingWords } from "./waiting-words.ts";

/** Says that there is no connection, as of when all is, and what waits for one. */
export function offlineBar(replica: MeetupReplica): TemplateResult {
  const waiting = waitingWords(replica.unconfirmed);
  const { asOf: at, view } = replica;
  const asOf = at && view ? `, as of ${saidAt(new Date(at).toISOString(), view.meetup.timezone)}` : "";
  return html`<section class="now now--off" aria-label="Offline">
    <div class="off-in" role="alert">
      ${icon("wifi-off")}<span class="off-t"
        ><b>Offline.</b> You see the last news${asOf}. It goes on when the connection is
        back.${waiting && ` ${waiting}`}</span
      >
      <button class="btn btn--sm" @click=${() => server.reconnect()}>Try now</button>
    </div>
  </section>`;
}
