import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** WCAG 2.2 to level AA, and what is good practice beside it. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds wrong on the page as it is now, a line for each place: rule, where, what to do. An empty list is a
 * page without known faults. `within` is a selector of the part to look at.
 */
export async function accessibilityFaults(page: Page, within?: string): Promise<string[]> {
  const builder = new AxeBuilder({ page }).withTags(TAGS);
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze();
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const toDo = (failureSummary ?? "").replace(/\s+/gu, " ").trim();
      return `${id} (${impact ?? "minor"}) at ${target.flat().join(" ")}: ${toDo}`;
    }),
  );
}
