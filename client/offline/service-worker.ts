/**
 * Lets pages open with no network. It keeps the app's own files and nothing else: what people say and do is asked
 * of the server, or read from what pages keep on the device. And it shows what is pushed to the device.
 *
 * 1. A page comes from the server whenever that answers in time: after a deploy nobody sees the app of before.
 * 2. Files carry hashes in their names, so that a kept one is never a wrong one.
 * 3. A server that has no such worker any more loses this one, and what it kept, at the next page.
 * 4. What the device keeps opens without network after a release too: what notes need is here before it takes over,
 *    and a meetup that was seen with the build before is shown by that.
 */
import { listenForPushes, type PushWorker } from "../push/push-events.ts";
import {
  CACHE_PREFIX,
  cachesToDrop,
  handlingOf,
  PLAIN_FILES,
  slugOf,
  type Filled,
  type Handling,
} from "./request-handling.ts";
import { buildThatSaw, keepsNotes } from "./page-stores.ts";
import type { FetchEvent, WorkerScope } from "./worker-scope.ts";

/** The server may take so long over a page, and over a file of it, before the kept one is shown. Milliseconds. */
const PATIENCE_MS = 4000;
/** Answers of a proxy whose server is away. */
const AWAY: readonly number[] = [502, 503, 504];
/** Where the app's document is, which is the same for every page. */
const SHELL = "/";
const WORKER = "/sw.js";
/** Stands in a cache once all of its build is there. */
const WHOLE = "/whole";

const worker = globalThis as unknown as WorkerScope;
const { build, files, notesFiles } = worker.MIDCYCLE;
const own = `${CACHE_PREFIX}${build}`;

const answers: Record<Exclude<Handling, "leave">, (event: FetchEvent) => Promise<Response>> = {
  page,
  "built-file": builtFile,
  "plain-file": plainFile,
};

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const handling = handlingOf(event.request, worker.location.origin);
  if (handling !== "leave") event.respondWith(answers[handling](event));
});
listenForPushes(globalThis as unknown as PushWorker);
/** A page says which files it had loaded before there was a worker to see it: fonts, above all. */
worker.addEventListener("message", (event) => {
  if (Array.isArray(event.data)) event.waitUntil(keepAll(event.data.map(String)));
});

/** All or nothing: what fails is tried again with the next page. */
async function install(): Promise<void> {
  const cache = await caches.open(own);
  const shell = forAnyAddress(await fetch(SHELL, { cache: "no-store" }));
  if (!(await shell.clone().text()).includes(`content="${build}"`))
    throw new Error("the server has another build by now");
  // Keeps 4. What notes need is large: where it doesn't fit, the app may.
  if (await keepsNotes()) await keepForNotes(cache, shell.clone()).catch(() => undefined);
  await cache.addAll([...files, ...PLAIN_FILES]);
  await cache.put(SHELL, shell);
  await cache.put(WHOLE, new Response());
  await worker.skipWaiting();
}

/** Without what its own address asks first, which is no question of the pages that it stands in for. */
function forAnyAddress({ body, status, headers: its }: Response): Response {
  const headers = new Headers(its);
  // What it was packed with is no more either.
  for (const name of ["Link", "Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(body, { status, headers });
}

/** The document comes after what it needs: where it is, it can be shown, and notes open even if the rest never comes. */
async function keepForNotes(cache: Cache, shell: Response): Promise<void> {
  await cache.addAll(notesFiles);
  await cache.put(SHELL, shell);
}

async function activate(): Promise<void> {
  const all = await Promise.all((await caches.keys()).map(async (name) => ({ name, filled: await filledOf(name) })));
  for (const name of cachesToDrop(all, own)) await caches.delete(name);
  await worker.clients.claim();
}

async function filledOf(name: string): Promise<Filled> {
  const cache = await caches.open(name);
  if (await cache.match(WHOLE)) return "all";
  return (await cache.match(SHELL)) ? "document" : "less";
}

/** Keeps 1. */
async function page(event: FetchEvent): Promise<Response> {
  const asked = fetch(event.request);
  event.waitUntil(
    asked.then(
      () => leaveIfUnwanted(),
      // Without network nobody knows whether this worker is still wanted.
      () => undefined,
    ),
  );
  return inTimeOr(() => keptPage(event.request.url), asked);
}

/** Keeps 4. */
async function keptPage(url: string): Promise<Response | undefined> {
  const slug = slugOf(url);
  const build = slug && (await buildThatSaw(slug));
  const cache = build && `${CACHE_PREFIX}${build}`;
  const before = cache && (await caches.has(cache)) ? await (await caches.open(cache)).match(SHELL) : undefined;
  return before ?? fromOwn(SHELL);
}

/** Keeps 2. */
async function builtFile(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const found = await caches.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  // The page needs the file, kept or not: a device that is full or slow to keep it still gets its answer.
  if (answer.ok) event.waitUntil(keep(request, answer.clone()).catch(() => undefined));
  return answer;
}

async function keep(request: Request, answer: Response): Promise<void> {
  // Not once this worker was sent away with its cache.
  if (await caches.has(own)) await (await caches.open(own)).put(request, answer);
}

/** Pages wait for such a file too, so that a network that merely hangs must not hold it up either. */
function plainFile({ request }: FetchEvent): Promise<Response> {
  return inTimeOr(() => fromOwn(request), fetch(request));
}

/** What the server answers in time, or what is kept; without either, whatever comes. */
async function inTimeOr(kept: () => Promise<Response | undefined>, asked: Promise<Response>): Promise<Response> {
  try {
    const answer = await Promise.race([asked, tooLate()]);
    if (!AWAY.includes(answer.status)) return answer;
    return (await kept()) ?? answer;
  } catch {
    return (await kept()) ?? asked;
  }
}

async function fromOwn(request: Request | string): Promise<Response | undefined> {
  return (await caches.open(own)).match(request, { ignoreVary: true });
}

async function keepAll(addresses: string[]): Promise<void> {
  const cache = await caches.open(own);
  const wanted = addresses.filter(
    (url) => handlingOf({ method: "GET", mode: "no-cors", url }, worker.location.origin) === "built-file",
  );
  for (const url of wanted) if (!(await cache.match(url))) await cache.add(url);
}

/** Keeps 3. */
async function leaveIfUnwanted(): Promise<void> {
  const { status, headers } = await fetch(WORKER, { method: "HEAD", cache: "no-store" });
  const isThere = status === 200 && (headers.get("content-type") ?? "").includes("javascript");
  if (isThere || status >= 500 || status === 429) return;
  await worker.registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(CACHE_PREFIX)) await caches.delete(name);
}

function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("took too long")), PATIENCE_MS);
  });
}
