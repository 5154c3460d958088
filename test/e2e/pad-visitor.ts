import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { PadTab } from "./pad-tab.ts";

/** Someone with a browser of their own, at one pad. */
export class PadVisitor extends PadTab {
  /** What the browser has refused to load or run, and every uncaught error. */
  readonly faults: string[] = [];

  private constructor(page: Page) {
    super(page);
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
}

const COLORS: Record<string, string> = { "Ana Alves": "#bc4945", "Ben Berg": "#017797", "Cleo Cruz": "#9055b1" };
