import { html, svg, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";

/** One row of seats in the half circle: how far out, how many, where its colours start. */
const ROWS = [
  { radius: 214, seats: 15, shift: 0 },
  { radius: 240, seats: 17, shift: 3 },
  { radius: 266, seats: 19, shift: 6 },
  { radius: 290, seats: 21, shift: 9 },
];

const seats = ROWS.flatMap(({ radius, seats: count, shift }) =>
  Array.from({ length: count }, (_, at) => {
    const share = at / (count - 1);
    const angle = Math.PI * (1 - share);
    const [x, y] = [300 + radius * Math.cos(angle), 300 - radius * Math.sin(angle)];
    const isTaken = share <= 0.5;
    const size = isTaken ? 3.6 + 6.2 * (share / 0.5) ** 1.6 : 3.4 + 4 * ((1 - share) / 0.5) ** 1.8;
    return isTaken
      ? svg`<circle cx=${x.toFixed(1)} cy=${y.toFixed(1)} r=${size.toFixed(1)} fill="var(--p${((at * 5 + shift) % 12) + 1})"/>`
      : svg`<circle cx=${x.toFixed(1)} cy=${y.toFixed(1)} r=${size.toFixed(1)} fill="none" stroke="var(--line-strong)" stroke-width="1.4"/>`;
  }),
);

/** Halfway through the cycle, with two topics and two people in the middle of it. Decoration. */
export const heroArt: TemplateResult = html`<div class="art" aria-hidden="true">
  <svg viewBox="0 0 600 330">
    ${seats}
    <line x1="14" y1="318" x2="586" y2="318" stroke="var(--line)" stroke-width="2" />
    <circle cx="300" cy="318" r="6" fill="var(--marigold)" />
  </svg>
  <span class="lb lb-1">Release</span><span class="lb lb-2">You are here</span><span class="lb lb-3">Release</span>
  <div class="mini m1">
    <span class="vote" aria-pressed="true"
      >${icon("lift")}<span class="count"><span>87</span></span></span
    >
    <div><b>RabbitMQ: quorum queues</b><span>On the agenda</span></div>
  </div>
  <div class="mini m2">
    <span class="vote"
      >${icon("lift")}<span class="count"><span>81</span></span></span
    >
    <div><b>Upgrades, no lost sleep</b><span>14 comments</span></div>
  </div>
  <span class="cur c1 p11"
    ><svg viewBox="0 0 16 18"><path d="M2 1.5 14 9l-5.6 1.3L5 16z" /></svg>Priya</span
  ><span class="cur c2 p8"
    ><svg viewBox="0 0 16 18"><path d="M2 1.5 14 9l-5.6 1.3L5 16z" /></svg>Tom</span
  >
</div>`;
