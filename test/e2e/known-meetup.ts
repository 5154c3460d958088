import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Waits until a meetup that was seen is kept on the device: its pages are drawn before that. */
export async function isKnown(page: Page): Promise<void> {
  const views = () =>
    page.evaluate(async () => {
      const isMade = (await indexedDB.databases()).some(({ name }) => name === "midcycle-meetups");
      if (!isMade) return 0;
      return new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("midcycle-meetups", 1);
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const count = opening.result.transaction("views").objectStore("views").count();
          count.onsuccess = () => resolve(count.result);
          opening.result.close();
        };
      });
    });
  await expect.poll(views).toBeGreaterThan(0);
}
