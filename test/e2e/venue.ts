import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { DESKTOP, OPENING_MS, theBrowser, VisitorPage } from "./visitor-page.ts";

/** What the tests of one file happen in: a browser, a server, and whoever comes. */
export interface Venue<S extends Server = ServerProcess> {
  readonly browser: Browser;
  readonly server: S;
  /** The server's address. */
  readonly url: string;
  /** Someone with a browser of their own, on a wide screen unless told otherwise; `as` is a name they have said already. */
  comes(options?: Coming): Promise<VisitorPage>;
}

type Coming = BrowserContextOptions & {
  as?: string | undefined;
  color?: string | undefined;
  /** Is there for the whole file, unless a test fails: who comes so again is the same one, at the page they have open. */
  stays?: boolean;
};

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Opens one before the tests of this file; after each whoever came has met no fault, and leaves, unless they stay. Browser
 * and server are shared with the files that come next; `start` is for a server that this file has to itself.
 */
export function venue(): Venue<ServerProcess>;
export function venue<S extends Server>(start: () => Promise<S>): Venue<S>;
export function venue(start?: () => Promise<Server>): Venue<Server> {
  let browser: Browser;
  let server: Server;
  let visitors: VisitorPage[] = [];
  const staying = new Map<string, VisitorPage>();

  beforeAll(async () => {
    [browser, server] = await Promise.all([theBrowser(), start ? start() : sharedServer()]);
  }, OPENING_MS);
  afterEach(async ({ task }) => {
    const faults = [...visitors, ...staying.values()].flatMap((visitor) => visitor.faults.splice(0));
    // What has gone wrong in one test isn't taken into the next.
    await leave(task.result?.state === "fail" || faults.length > 0);
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await leave(true);
    if (start) await server?.stop();
  });

  async function leave(isAll: boolean): Promise<void> {
    const leaving = isAll ? [...visitors, ...staying.values()] : visitors;
    visitors = [];
    if (isAll) staying.clear();
    await Promise.all(leaving.map((visitor) => visitor.leaves()));
  }

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
    async comes({ as, color, stays = false, ...options } = {}) {
      const who = JSON.stringify([as, options]);
      const there = stays ? staying.get(who) : undefined;
      if (there) {
        await there.page.context().setOffline(false);
        // Where the last test left the pointer something may be by now that holds still under it.
        await there.page.mouse.move(0, 0);
        return there;
      }
      const visitor = await VisitorPage.comes(browser, server.url, { ...DESKTOP, ...options });
      if (stays) staying.set(who, visitor);
      else visitors.push(visitor);
      if (as !== undefined) await visitor.isKnownAs(as, color);
      return visitor;
    },
  };
}
