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
  comes(options?: Who): Promise<VisitorPage>;
  /**
   * The same, who stays for the other tests of the file that ask for the same: what their page is made of is there by then, and they
   * find a meetup of its own in each test. For tests that leave the device as it was, but for its connection and pointer.
   */
  stays(options: Who): Promise<VisitorPage>;
}

type Who = BrowserContextOptions & { as?: string | undefined };

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Opens one before the tests of this file and closes it behind them, but for the browser. After each test whoever came has met no fault, and
 * leaves unless they stay. `start` is for a server that is not started as others are.
 */
export function venue(): Venue<ServerProcess>;
export function venue<S extends Server>(start: () => Promise<S>): Venue<S>;
export function venue(start: () => Promise<Server> = startServer): Venue<Server> {
  let browser: Browser;
  let server: Server;
  let visitors: VisitorPage[] = [];
  const staying = new Map<string, VisitorPage>();

  beforeAll(async () => {
    [browser, server] = await Promise.all([theBrowser(), start()]);
  }, OPENING_MS);
  afterEach(async ({ task }) => {
    const faults = [...visitors, ...staying.values()].flatMap((visitor) => visitor.faults.splice(0));
    const leaving = visitors;
    visitors = [];
    // What a test that failed has left behind is no other test's.
    if (task.result?.state === "fail") leaving.push(...takenFrom(staying));
    await Promise.all(leaving.map((visitor) => visitor.leaves()));
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await Promise.all(takenFrom(staying).map((visitor) => visitor.leaves()));
    await server?.stop();
  });

  const opens = async ({ as, ...options }: Who = {}) => {
    const visitor = await VisitorPage.comes(browser, server.url, { ...DESKTOP, ...options });
    if (as !== undefined) await visitor.isKnownAs(as);
    return visitor;
  };

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
    async comes(options) {
      const visitor = await opens(options);
      visitors.push(visitor);
      return visitor;
    },
    async stays(options) {
      const key = JSON.stringify(options);
      const visitor = staying.get(key) ?? (await opens(options));
      staying.set(key, visitor);
      await visitor.page.context().setOffline(false);
      // Where the last test left the pointer something may be by now that holds still under it.
      await visitor.page.mouse.move(0, 0);
      return visitor;
    },
  };
}

function takenFrom(map: Map<string, VisitorPage>): VisitorPage[] {
  const all = [...map.values()];
  map.clear();
  return all;
}
