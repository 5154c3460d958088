import { html, nothing, type TemplateResult } from "lit";
import { initialsOf, PERSON_COLORS } from "../../shared/person-look.ts";

/** The class that brings a colour of a person in both themes: `p1` to `p12`. */
export function colorClass(color: string): string {
  const at = PERSON_COLORS.findIndex((each) => each === color);
  return `p${Math.max(0, at) + 1}`;
}

/** Someone as two letters in their colour. Decoration: the name stands beside it. */
export function avatar(
  person: { name: string; color: string } | undefined,
  { size = "", isMe = false }: { size?: "" | "sm" | "lg"; isMe?: boolean } = {},
): TemplateResult {
  const classes = ["av", size && `av--${size}`, isMe && "av--me", person && colorClass(person.color)]
    .filter(Boolean)
    .join(" ");
  return html`<span class=${classes} aria-hidden="true">${person ? initialsOf(person.name) : nothing}</span>`;
}
