import type { Page } from "playwright-core";
import { expect } from "vitest";

const PATIENCE = { timeout: 30_000 };

/** What the badge says, on small screens and large ones, of what is not saved and outlives the page. */
export const KEPT = /^(?:Not saved yet, k|K)ept here$/u;

/** Goes to another page within the app that is open, as by a link. */
export async function goOn(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => navigation.navigate(to).finished, address);
}

/** A page at one pad. */
export class PadTab {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get editor() {
    return this.page.locator("pad-editor .cm-content");
  }

  /** Resolves once there is an editor. */
  async isOpen(): Promise<void> {
    await this.editor.waitFor(PATIENCE);
  }

  /** The text as it stands in the editor, without others' cursors. */
  text(): Promise<string> {
    return this.editor.evaluate((content) =>
      [...content.querySelectorAll(".cm-line")]
        .map((line) => {
          const copy = line.cloneNode(true) as HTMLElement;
          for (const caret of copy.querySelectorAll(".cm-other-caret, .cm-placeholder")) caret.remove();
          return copy.textContent?.replaceAll("\u2060", "");
        })
        .join("\n"),
    );
  }

  /** Where its lines are on the screen, and how much of them shows. */
  stands(): Promise<{ top: number; first: number; height: number }> {
    return this.editor.evaluate((content) => {
      const { top, height } = content.closest(".cm-scroller")!.getBoundingClientRect();
      return { top, height, first: content.querySelector(".cm-line")!.getBoundingClientRect().top };
    });
  }

  /** Types at the end of the text, a key at a time. */
  async types(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press("ControlOrMeta+End");
    await this.page.keyboard.type(text);
  }

  /** Writes at the end of the text, a character at a time as `types` does, which takes much longer. */
  async writes(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press("ControlOrMeta+End");
    await this.page.evaluate(async (characters) => {
      for (const each of characters) {
        if (each === "\n") document.execCommand("insertParagraph");
        else document.execCommand("insertText", false, each);
        // The editor takes each in by itself.
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, text);
  }

  async reads(expected: string | RegExp): Promise<void> {
    await expect.poll(() => this.text(), PATIENCE).toMatch(expected);
  }

  async badgeSays(expected: string | RegExp): Promise<void> {
    await expect.poll(() => this.page.locator("save-badge").innerText(), PATIENCE).toMatch(expected);
  }

  /** This device keeps so many edits that are not saved. */
  async keeps(edits: number): Promise<void> {
    await this.badgeSays(KEPT);
    await expect.poll(() => this.page.locator("save-badge > span").getAttribute("data-edits")).toBe(String(edits));
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    await this.isOpen();
  }
}
