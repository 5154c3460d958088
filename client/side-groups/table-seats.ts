import { svg, html, nothing, type TemplateResult } from "lit";
import { initialsOf } from "../../shared/person-look.ts";
import { colorClass } from "../look/avatar.ts";

/** Seats drawn around a table, at least and at most. */
const SEATS_MIN = 6;
const SEATS_MAX = 8;

/** A side group as a table: taken seats are people, dashed ones are free, in the middle who is going. */
export function tableSeats(
  members: { name: string; color: string; isMe: boolean }[],
  count: number,
  capacity: number | null,
): TemplateResult {
  const seats = Math.min(SEATS_MAX, Math.max(count, Math.min(capacity ?? SEATS_MIN, SEATS_MIN), 2));
  return html`<svg class="tbl" viewBox="0 0 88 88" aria-hidden="true">
    <circle cx="44" cy="44" r="19" fill="var(--plum-soft)" />
    <text x="44" y="49" text-anchor="middle" font-size="14" font-weight="700" fill="var(--plum-text)">${count}</text>
    ${Array.from({ length: seats }, (_, at) => {
      const angle = (at * 2 * Math.PI) / seats - Math.PI / 2;
      const [x, y] = [44 + 33 * Math.cos(angle), 44 + 33 * Math.sin(angle)];
      const member = members[at];
      if (member)
        return svg`<g class=${colorClass(member.color)}><circle cx=${x} cy=${y} r="9.5" fill="var(--p)" stroke=${member.isMe ? "var(--marigold)" : nothing} stroke-width="2.5"/><text x=${x} y=${y + 2.6} text-anchor="middle" font-size="7.4" font-weight="700" fill="var(--on-p)">${initialsOf(member.name)}</text></g>`;
      return at < count
        ? svg`<circle cx=${x} cy=${y} r="9.5" fill="var(--plum)"/>`
        : svg`<circle cx=${x} cy=${y} r="8.5" fill="none" stroke="var(--line-strong)" stroke-width="1.3" stroke-dasharray="2.6 2.6"/>`;
    })}
  </svg>`;
}
