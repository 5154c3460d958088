import { expect, inject } from "vitest";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { launchChromium } from "../helpers/chromium.ts";

/** The wide screen and the phone that everything is looked at on. */
export const DESKTOP = { viewport: { width: 1440, height: 900 } } satisfies BrowserContextOptions;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} satisfies BrowserContextOptions;

/** For who comes with a device that keeps the app, and opens it without a network. */
export const KEEPS_APP = { serviceWorkers: "allow" } satisfies BrowserContextOptions;

/** The browser and its first page may take this long on a machine that has much else to do. */
export const OPENING_MS = 150_000;

/** No page lives long enough for code to pay that is compiled anew, in threads of its own. */
const SHORT_LIVES = ["--js-flags=--no-opt,--no-maglev,--no-concurrent-recompilation"];

/** A connection that nothing was asked on for a while may be closed by the server just then: asked again on another one. */
const AGAIN = { maxRetries: 1 };

let browser: Promise<Browser> | undefined;

/** The browser of this process, which all its files share: it ends with it. Who comes has a context of their own. */
export function theBrowser(): Promise<Browser> {
  return (browser ??= openBrowser());
}

async function openBrowser(): Promise<Browser> {
  const opened = await launchChromium(inject("chromium"), { timeout: 60_000, args: SHORT_LIVES });
  // On a busy machine the first page takes much longer than any other: no test is kept waiting for it.
  const page = await opened.newPage();
  await page.setContent("<p>First", { timeout: OPENING_MS });
  await page.close();
  return opened;
}

/** Waits until something is on the screen, with nothing over it. */
export async function expectInSight(what: Locator): Promise<void> {
  const isInSight = () =>
    what.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + height / 2);
      return at !== null && (element.contains(at) || at.contains(element));
    });
  await expect.poll(isInSight).toBe(true);
}

/** Someone with a browser of their own, as if on a device of their own. */
export class VisitorPage {
  readonly page: Page;
  /** What the content security policy has stopped, and every error nobody caught. */
  readonly faults: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(error.message));
  }

  static async comes(
    browser: Browser,
    baseURL: string,
    options: BrowserContextOptions = DESKTOP,
  ): Promise<VisitorPage> {
    const context = await browser.newContext({
      baseURL,
      reducedMotion: "reduce",
      // It fetches the whole app for each new device: a third of all work, where nothing is tried without a network.
      serviceWorkers: "block",
      timezoneId: "Europe/Lisbon",
      ...options,
    });
    context.setDefaultTimeout(30_000);
    const visitor = new VisitorPage(await context.newPage());
    await visitor.page.exposeFunction("reportCsp", (text: string) => visitor.faults.push(text));
    await visitor.page.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        (globalThis as unknown as { reportCsp(text: string): void }).reportCsp(`${violatedDirective} ${blockedURI}`);
      });
    });
    return visitor;
  }

  /** Has said their name already. Resolves with their id. */
  async isKnownAs(name: string, color?: string): Promise<string> {
    const data = { name, ...(color !== undefined && { color }) };
    const answer = await this.page.request.put("/api/me", { data, ...AGAIN });
    return ((await answer.json()) as { id: string }).id;
  }

  /** Makes a meetup beside the page. Resolves with its slug. */
  async makesMeetup(more: object = {}): Promise<string> {
    const answer = await this.page.request.post("/api/meetups", {
      data: { title: "Operators in Porto", ...more },
      ...AGAIN,
    });
    return ((await answer.json()) as { slug: string }).slug;
  }

  /** Asks for something beside the page, which must be carried out. */
  async does(slug: string, ...commands: object[]): Promise<void> {
    for (const data of commands) {
      const answer = await this.page.request.post(`/api/meetups/${slug}/commands`, { data, ...AGAIN });
      expect(answer.status(), await answer.text()).toBe(200);
    }
  }

  /** A meetup as they see it, beside the page. */
  async look(slug: string): Promise<MeetupView> {
    const answer = await this.page.request.get(`/api/meetups/${slug}`, AGAIN);
    return ((await answer.json()) as { view: MeetupView }).view;
  }

  /** Fills in the name dialog that is open. */
  async isCalled(name: string): Promise<void> {
    await this.page.getByLabel("Your name, as on your badge").fill(name);
    await this.page.getByRole("button", { name: "Go", exact: true }).click();
    await this.page.getByRole("dialog").waitFor({ state: "detached" });
  }

  /** Proposes a topic in the box at the top of the agenda. */
  async proposes(title: string): Promise<void> {
    await this.page.getByLabel("Propose a topic").fill(title);
    await this.page.getByRole("button", { name: "Propose", exact: true }).click();
  }

  /** The arch of a topic in the list. */
  arch(title: string) {
    return this.page.getByRole("button", { name: new RegExp(`^Vote for ${title}`, "u") });
  }

  /** Opens a topic from the list. */
  async opens(title: string): Promise<void> {
    await this.page.locator(".topic").getByRole("link", { name: title, exact: true }).click();
    await this.page.locator("#topic-title").getByText(title, { exact: true }).waitFor();
  }

  /** Goes to a page of the meetup by its tab, which is at the bottom on a phone. */
  async goesTo(tab: "Agenda" | "Schedule" | "Side groups"): Promise<void> {
    await this.page
      .getByRole("link", { name: new RegExp(`^${tab}`, "u") })
      .locator("visible=true")
      .first()
      .click();
  }

  /** From now on the keys of a pair come at the same moment, however long a busy machine takes from one to the other. */
  async pressesPairsAtOnce(): Promise<void> {
    await this.page.evaluate(() => Object.defineProperty(Event.prototype, "timeStamp", { get: () => 0 }));
  }

  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}
