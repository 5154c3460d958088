/** Markup in every field, on every page and in every export, in a real browser that counts what its policy stops. */
import type { Browser, Page } from "playwright-core";
import { findChromium, launchChromium } from "../helpers/chromium.ts";
import { markedUpMeetup, PAYLOADS, singleFields } from "./markup-fields.ts";
import { none, sized, type Figure, type Run } from "./support/figure.ts";
import { everyRoute } from "./support/routes.ts";
import { started } from "./support/started.ts";
import { comesTrue } from "./support/waiting.ts";

export async function run(run: Run): Promise<Figure[]> {
  const browser = await launchChromium({ path: await findChromium() });
  run.ends.defer(() => browser.close());
  return runIn(run, browser);
}

/** The same in a browser that is there already. */
export async function runIn(run: Run, browser: Browser): Promise<Figure[]> {
  const server = await started(run);
  const { organizer, slug, missed } = await markedUpMeetup(server.url);
  const { view } = await organizer.look(slug);
  const context = await browser.newContext({
    baseURL: server.url,
    reducedMotion: "reduce",
    // It would fetch all of the app, and shows nothing by itself.
    serviceWorkers: "block",
  });
  run.ends.defer(() => context.close());
  const [name, value] = organizer.cookie!.split("=");
  await context.addCookies([{ name: name!, value: value!, url: server.url }]);
  const page = await context.newPage();
  const stopped: string[] = [];
  const hits: string[] = [];
  await page.exposeFunction("hit", (payload: unknown) => hits.push(String(payload)));
  await page.exposeFunction("reportCsp", (text: string) => stopped.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      (globalThis as unknown as { reportCsp(text: string): void }).reportCsp(
        `${violatedDirective} ${blockedURI} ${sourceFile}`,
      );
    });
  });
  page.on("dialog", (dialog) => void dialog.dismiss());

  const pads = [view.sessions[0]!.padId, view.topics[0]!.padId];
  // None comes behind another view of itself, which would be taken for it before it is drawn.
  const pages = [
    "/",
    ...["", "/schedule", "/1", "/side-groups", `/side-groups/${view.sideGroups[1]!.id}`, "/history", "/wall"].map(
      below,
    ),
    ...[
      "/practical",
      "/report",
      "/you",
      "/actions",
      `/wall?room=${String(view.rooms[0]!.id)}`,
      `/room/${view.rooms[0]!.id}`,
    ].map(below),
    ...["", "?read", "?history", "?present"].flatMap((mode) => pads.map((padId) => below(`/notes/${padId}${mode}`))),
  ];
  await page.goto(below("/practical"));
  let live: string[] = [];
  for (const path of pages) live.push(...(await liveOn(page, path)));
  // What there is one of in a meetup holds one payload after the other.
  for (const n of sized(run.scale, { test: [7], short: [...PAYLOADS.keys()], full: [...PAYLOADS.keys()] })) {
    await organizer.does(slug, singleFields(n));
    for (const path of ["/", below(""), below("/practical")]) live.push(...(await liveOn(page, path)));
  }
  live = [...new Set(live)];
  const exported = await exportsThatRun();
  const [liveBefore, stoppedBefore] = [live.length, stopped.length];
  await plantsOne(page);
  if (!(await comesTrue(() => stopped.length > stoppedBefore, 30_000)) || (await lookAt(page)).length === 0)
    throw new Error("Markup that is live isn't noticed");
  const scene = `${PAYLOADS.length} payloads in every field, on ${pages.length} pages`;
  return [
    none(`${scene}: fields that no payload was put into`, missed.length, missed.join(", ")),
    none(`${scene}: live`, hits.length + liveBefore, [...hits, ...live].slice(0, 5).join("; ")),
    none(`${scene}: reports of the content security policy`, stoppedBefore, stopped.slice(0, stoppedBefore).join("; ")),
    none("exports that a browser would take for a page", exported.length, exported.join(", ")),
  ];

  function below(path: string): string {
    return `/m/${slug}${path}`;
  }

  async function exportsThatRun(): Promise<string[]> {
    const fill = (pattern: string) =>
      pattern
        .replace(":slug", slug)
        .replace(":padId", pads[0]!)
        .replaceAll(/:\w+|\{.*\}/gu, "x");
    const routes = (await everyRoute(organizer, fill)).filter(({ pattern }) => /^\/m\/.*\.\w+$/u.test(pattern));
    const answers = await Promise.all(
      routes.map(async ({ pattern }) => ({ pattern, ...(await organizer.get(fill(pattern))) })),
    );
    return answers
      .filter(
        ({ headers }) =>
          /html|svg/u.test(headers.get("content-type") ?? "html") ||
          headers.get("x-content-type-options") !== "nosniff",
      )
      .map(({ pattern }) => pattern);
  }
}

/** Goes to a page within the app, whose document is the same for all, and says what would run on it: handlers, scripts and addresses that are none of ours. */
async function liveOn(page: Page, path: string): Promise<string[]> {
  await page.evaluate((to) => navigation.navigate(to).finished, path);
  // Something of the meetup is drawn: every page shows one of the payloads, or its own heading.
  await page.locator("h1, h2, .cm-content").first().waitFor({ timeout: 30_000 });
  await page.waitForFunction(() => document.body.innerText.includes("hit("), undefined, { timeout: 30_000 });
  return (await lookAt(page)).map((html) => `${path}: ${html}`);
}

/** What would run, in the middle of a page: to know that the looking sees it. */
function plantsOne(page: Page): Promise<void> {
  return page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=hit(0)>"));
}

function lookAt(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    const elements: Element[] = [];
    for (let root = roots.pop(); root !== undefined; root = roots.pop())
      for (const element of root.querySelectorAll("*")) {
        elements.push(element);
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
    return elements
      .filter(
        (element) =>
          [...element.attributes].some(({ name }) => name.startsWith("on")) ||
          /^\s*javascript:/iu.test(element.getAttribute("href") ?? element.getAttribute("src") ?? "") ||
          (element.localName === "script" && element.textContent.includes("hit(")) ||
          (element.localName === "img" && element.getAttribute("src") === "x"),
      )
      .map((element) => element.outerHTML.slice(0, 100));
  });
}
