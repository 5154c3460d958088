import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { DESKTOP, OPENING_MS, theBrowser, VisitorPage } from "./visitor-page.ts";

/** What the tests of one file happen in: a browser, a server, and whoever comes. */
export interface Venue<S extends Server = ServerProcess> {
  readonly browser: Browser;
  readonly server: S;
  /** The server's address. */
  readonly url: string;
  /** Someone with a browser of their own, on a wide screen unless told otherwise; `as` is a name they have said already. */
  comes(options?: BrowserContextOptions & { as?: string | undefined }): Promise<VisitorPage>;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Opens one before the tests of this file and closes it behind them, but for the browser. After each test whoever came has met no fault, and
 * leaves. `start` is for a server that is not started as others are.
 */
export function venue(): Venue<ServerProcess>;
export function venue<S extends Server>(start: () => Promise<S>): Venue<S>;
export function venue(start: () => Promise<Server> = startServer): Venue<Server> {
  let browser: Browser;
  let server: Server;
  let visitors: VisitorPage[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([theBrowser(), start()]);
  }, OPENING_MS);
  afterEach(async () => {
    const [faults, all] = [visitors.flatMap((visitor) => visitor.faults), visitors];
    visitors = [];
    await Promise.all(all.map((visitor) => visitor.leaves()));
    expect(faults).toEqual([]);
  });
  afterAll(() => server?.stop());

  return {
    get browser() {
      return browser;
    },
    get server() {
      return server;
    },
    get url() {
      return server.url;
    },
    async comes({ as, ...options } = {}) {
      const visitor = await VisitorPage.comes(browser, server.url, { ...DESKTOP, ...options });
      visitors.push(visitor);
      if (as !== undefined) await visitor.isKnownAs(as);
      return visitor;
    },
  };
}
