import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.2 to level AA, and what is good practice beside it. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Style sheets, sounds and films need not be fetched to be looked into: there are none of the two latter. */
const QUICK: RunOptions = { resultTypes: ["violations"], preload: false };
const ALL: RunOptions = { ...QUICK, runOnly: { type: "tag", values: TAGS } };
/** What can differ between light and dark, where the page is otherwise the same. */
const COLOURS: RunOptions = { ...QUICK, runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

/**
 * What axe finds wrong on the page as it is now, a line for each place: rule, where, what to do. An empty list is a
 * page without known faults. `within` is a selector of the part to look at.
 */
export function accessibilityFaults(page: Page, within?: string): Promise<string[]> {
  return faults(page, ALL, within);
}

/** The same of its colours alone: for a page that has been looked at in another theme. */
export function colourFaults(page: Page, within?: string): Promise<string[]> {
  return faults(page, COLOURS, within);
}

/** Within the page itself: axe's own driver opens another page, with axe in it, for each look at this one. */
async function faults(page: Page, options: RunOptions, within?: string): Promise<string[]> {
  // What opens a part may load its code first.
  if (within !== undefined) await page.locator(within).first().waitFor();
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(
    async ([part, rules]) => {
      const { axe: here } = globalThis as unknown as { axe: typeof axe };
      const shadows = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
      const passing = () =>
        [document, ...shadows]
          .flatMap((tree) => tree.getAnimations())
          .filter(
            ({ effect, playState }) => playState === "running" && Number.isFinite(effect?.getComputedTiming().endTime),
          );
      // What is on its way in, or from one theme to the other, has colours that are in neither. One end may begin
      // others, and some begin while it is looked at.
      let isOver = false;
      const settle = () => {
        for (let some = passing(); some.length > 0; some = passing()) for (const each of some) each.finish();
        if (!isOver) requestAnimationFrame(settle);
      };
      settle();
      const { violations } = await here.run({ include: [[part]] }, rules).finally(() => (isOver = true));
      return violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ target, failureSummary }) => {
          const toDo = (failureSummary ?? "").replace(/\s+/gu, " ").trim();
          return `${id} (${impact ?? "minor"}) at ${target.flat().join(" ")}: ${toDo}`;
        }),
      );
    },
    [within ?? ":root", options] as const,
  );
}
