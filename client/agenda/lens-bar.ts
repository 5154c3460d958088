import { html, nothing, type TemplateResult } from "lit";
import type { Maturity, Scale } from "../../shared/meetup/lens.ts";
import type { Groups } from "../../shared/meetup/ordering.ts";
import type { TopicView } from "../../shared/meetup/view.ts";

/** By what the votes are taken apart. */
export type LensKind = "everyone" | "scale" | "maturity";

interface Group<T> {
  group: T;
  name: string;
  /** Which answers count as this. */
  means: string;
  /** The class with its colour. */
  look: string;
}

export const LENS_GROUPS: { scale: Group<Scale>[]; maturity: Group<Maturity>[] } = {
  scale: [
    { group: "small", name: "Small", means: "A team of 1 to 4", look: "c-s" },
    { group: "medium", name: "Medium", means: "A team of 5 to 15, or fewer with six services or more", look: "c-m" },
    { group: "large", name: "Large", means: "A team of more than 15, or fewer with six services or more", look: "c-l" },
  ],
  maturity: [
    { group: "starting", name: "Starting", means: "By hand, little automated, bugs filed or some fixed", look: "c-1" },
    { group: "growing", name: "Growing", means: "With scripts, some automated, patches carried", look: "c-2" },
    {
      group: "established",
      name: "Established",
      means: "Automatically, most automated, bugs taken upstream",
      look: "c-3",
    },
  ],
};

/** The groups of a lens but those put aside; undefined when that are all. */
export function chosenGroups(kind: LensKind, aside: ReadonlySet<string>): Groups | undefined {
  if (kind === "scale") {
    const shown = LENS_GROUPS.scale.map(({ group }) => group).filter((group) => !aside.has(group));
    return shown.length === LENS_GROUPS.scale.length ? undefined : { lens: kind, shown };
  }
  if (kind === "maturity") {
    const shown = LENS_GROUPS.maturity.map(({ group }) => group).filter((group) => !aside.has(group));
    return shown.length === LENS_GROUPS.maturity.length ? undefined : { lens: kind, shown };
  }
  return undefined;
}

/** "ranked by large", for the head of a list that is. */
export function rankedBy({ lens, shown }: Groups): string {
  const names = (LENS_GROUPS[lens] as Group<string>[])
    .filter(({ group }) => (shown as readonly string[]).includes(group))
    .map(({ name }) => name.toLocaleLowerCase());
  return `ranked by ${names.join(" and ")}`;
}

/** Who wants a topic: a bar as long as its votes against the most wanted, and its numbers. */
export function lensBar(
  topic: TopicView,
  kind: "scale" | "maturity",
  aside: ReadonlySet<string>,
  most: number,
): TemplateResult {
  const cells = topic.lens?.[kind];
  if (!cells)
    return html`<div class="t-lens t-lens--none">
      <span aria-hidden="true">–</span><span class="vh">Too few votes to say from whom</span>
    </div>`;
  const groups = (LENS_GROUPS[kind] as Group<string>[]).map((each) => ({
    ...each,
    count: (cells as Record<string, number | null>)[each.group] ?? null,
    isAside: aside.has(each.group),
  }));
  const says = groups.map(({ name, count }) => `${name} ${count ?? "fewer than 3"}`).join(", ");
  const length = Math.max(8, Math.round((100 * (topic.votes ?? 0)) / Math.max(1, most)));
  return html`<div class="t-lens" role="img" aria-label="${says}, not said or withheld ${cells.unknown}">
    <span class="lens" style="--len:${length}%"
      >${groups.map(({ look, count, isAside }) =>
        count !== null && count > 0 && !isAside ? html`<i class=${look} style="--n:${count}"></i>` : nothing,
      )}${cells.unknown > 0 ? html`<i class="c-u" style="--n:${cells.unknown}"></i>` : nothing}</span
    ><span class="t-nums num"
      >${groups.map(
        ({ look, count, isAside }) =>
          html`<span class=${isAside ? "is-aside" : ""}><i class="sw ${look}"></i>${count ?? "–"}</span>`,
      )}</span
    >
  </div>`;
}

/** The legend: what the colours mean; each entry takes its group in or out. */
export function lensLegend(
  kind: "scale" | "maturity",
  aside: ReadonlySet<string>,
  onToggle: (group: string) => void,
): TemplateResult {
  const groups = chosenGroups(kind, aside);
  return html`<div class="legend" role="group" aria-label="Show votes from">
    <span class="lg-hd" aria-hidden="true">Votes from</span>
    ${(LENS_GROUPS[kind] as Group<string>[]).map(
      ({ group, name, look }) =>
        html`<button aria-pressed=${!aside.has(group)} @click=${() => onToggle(group)}>
          <span class="sw ${look}"></span>${name}
        </button>`,
    )}
    <span class="lg-u"><span class="sw c-u"></span>Not said, or fewer than 3</span>
    ${groups ? html`<span class="lg-by">${rankedBy(groups)}</span>` : nothing}
  </div>`;
}
