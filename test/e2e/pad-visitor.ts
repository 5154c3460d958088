import type { BrowserContextOptions } from "playwright-core";
import { PadTab } from "./pad-tab.ts";
import type { Venue } from "./venue.ts";
import type { VisitorPage } from "./visitor-page.ts";

/** Someone with a browser of their own, at one pad. */
export class PadVisitor extends PadTab {
  private constructor({ page, faults }: VisitorPage) {
    super(page);
    // The editor reports what breaks in its parts there, and goes on without them.
    page.on("console", (message) => /CodeMirror/u.test(message.text()) && faults.push(message.text()));
    page.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** Opens `address` on the server; without a name one only reads. */
  static async comes(
    here: Pick<Venue, "comes">,
    { as, address, ...options }: BrowserContextOptions & { as?: string | undefined; address: string },
  ): Promise<PadVisitor> {
    const screen = { viewport: { width: 1280, height: 800 }, reducedMotion: "no-preference" } as const;
    const visitor = await here.comes({ ...screen, ...options });
    if (as !== undefined) await visitor.isKnownAs(as, COLORS[as] ?? "#017797");
    const pad = new PadVisitor(visitor);
    await pad.page.goto(address);
    return pad;
  }
}

const COLORS: Record<string, string> = { "Ana Alves": "#bc4945", "Ben Berg": "#017797", "Cleo Cruz": "#9055b1" };
