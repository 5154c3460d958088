import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";

const PATIENCE = { timeout: 15_000 };

/** Someone with a browser of their own, at one pad. */
export class PadVisitor {
  readonly page: Page;
  /** What the browser has refused to load or run, and every uncaught error. */
  readonly faults: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(error.message));
  }

  /** Opens `address` on the server; without a name one only reads. */
  static async comes(
    browser: Browser,
    baseURL: string,
    { as, address, ...options }: BrowserContextOptions & { as: string | undefined; address: string },
  ): Promise<PadVisitor> {
    const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 }, ...options });
    const visitor = new PadVisitor(await context.newPage());
    await visitor.page.exposeFunction("reportCsp", (text: string) => visitor.faults.push(text));
    await visitor.page.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
        (globalThis as unknown as { reportCsp(text: string): void }).reportCsp(
          `${violatedDirective} ${blockedURI} ${sample}`,
        );
      });
    });
    if (as !== undefined) await context.request.put("/api/me", { data: { name: as, color: COLORS[as] ?? "#017797" } });
    await visitor.page.goto(address);
    return visitor;
  }

  get editor() {
    return this.page.locator("pad-editor .cm-content");
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

  /** Types at the end of the text, a key at a time. */
  async types(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press("ControlOrMeta+End");
    await this.page.keyboard.type(text, { delay: 5 });
  }

  async reads(expected: string | RegExp): Promise<void> {
    await expect.poll(() => this.text(), PATIENCE).toMatch(expected);
  }

  async badgeSays(expected: string | RegExp): Promise<void> {
    await expect.poll(() => this.page.locator("save-badge").innerText(), PATIENCE).toMatch(expected);
  }

  /** Chooses from the pad's menu. */
  async chooses(item: string): Promise<void> {
    await this.page.getByRole("button", { name: "More", exact: true }).click();
    await this.page.getByRole("menu", { name: "More" }).getByText(item).click();
  }
}

const COLORS: Record<string, string> = { "Ana Alves": "#bc4945", "Ben Berg": "#017797", "Cleo Cruz": "#9055b1" };
