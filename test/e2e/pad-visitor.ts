import type { BrowserContextOptions } from "playwright-core";
import { goOn, PadTab } from "./pad-tab.ts";
import type { Venue } from "./venue.ts";
import type { VisitorPage } from "./visitor-page.ts";

/** Someone with a browser of their own, at one pad. */
export class PadVisitor extends PadTab {
  static readonly #known = new WeakMap<VisitorPage, PadVisitor>();

  private constructor({ page, faults }: VisitorPage) {
    super(page);
    // The editor reports what breaks in its parts there, and goes on without them.
    page.on("console", (message) => /CodeMirror/u.test(message.text()) && faults.push(message.text()));
    page.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /**
   * Opens `address` on the server; without a name one only reads. Who stays over the tests of a file goes on to it within the app, as by a
   * link: other notes of another meetup are another page, and nothing of that before is in it.
   */
  static async comes(
    here: Pick<Venue, "comes">,
    { as, address, ...options }: Parameters<Venue["comes"]>[0] & { address: string },
  ): Promise<PadVisitor> {
    const color = COLORS[as ?? ""] ?? "#017797";
    const device = { ...SCREEN, ...options };
    const visitor = await here.comes({ ...device, as, color });
    const known = PadVisitor.#known.get(visitor);
    if (known) {
      await known.page.setViewportSize(device.viewport ?? SCREEN.viewport);
      await goOn(known.page, address);
      return known;
    }
    const pad = new PadVisitor(visitor);
    PadVisitor.#known.set(visitor, pad);
    await pad.page.goto(address);
    return pad;
  }
}

const SCREEN = {
  viewport: { width: 1280, height: 800 },
  reducedMotion: "no-preference",
} satisfies BrowserContextOptions;
const COLORS: Record<string, string> = { "Ana Alves": "#bc4945", "Ben Berg": "#017797", "Cleo Cruz": "#9055b1" };
