import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memory } from "./support/meetup-wire.ts";

const ORIGIN = "https://meet.example";
const ANA = { id: "ana", name: "Ana", color: "#bc4945" };

/** A network that takes requests and never answers: a hall's. */
const hangs = () => new Promise<Response>(() => undefined);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.resetModules();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("[O1] a device is taken for whose it was last until the server says otherwise, which nobody waits for long", async () => {
  const storage = memory();
  storage.setItem("midcycle.person", JSON.stringify(ANA));
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("addEventListener", () => undefined);
  const answer = Promise.withResolvers<Response>();
  vi.stubGlobal("fetch", () => answer.promise);
  const { onCurrentPerson, currentPersonInTime, currentPerson } = await import("../../client/current-person.ts");
  expect(currentPerson()).toEqual(ANA);
  const [heard, waited] = [vi.fn<() => void>(), vi.fn<() => void>()];
  onCurrentPerson(heard);
  const inTime = currentPersonInTime().then(waited);
  await vi.advanceTimersByTimeAsync(3000);
  expect(waited).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  await inTime;
  expect([currentPerson(), heard.mock.calls.length]).toEqual([ANA, 0]);
  answer.resolve(Response.json({ ...ANA, id: "ben", name: "Ben" }));
  await vi.waitFor(() => expect(currentPerson()).toMatchObject({ id: "ben" }));
  expect(heard).toHaveBeenCalledOnce();
});

test.each([
  ["a page", { mode: "navigate", url: `${ORIGIN}/m/porto/practical` }, "the document"],
  ["a file that pages wait for", { mode: "no-cors", url: `${ORIGIN}/theme.js` }, "the theme"],
])("[O2] %s comes from what is kept where the network hangs, or is away", async (_, request, kept) => {
  const listeners = new Map<string, (event: object) => void>();
  const cache = new Map([
    ["/", new Response("the document")],
    [`${ORIGIN}/theme.js`, new Response("the theme")],
  ]);
  const match = async (asked: string | { url: string }) =>
    cache.get(typeof asked === "string" ? asked : asked.url)?.clone();
  vi.stubGlobal("addEventListener", (type: string, listener: (event: object) => void) => listeners.set(type, listener));
  vi.stubGlobal("location", { origin: ORIGIN });
  vi.stubGlobal("caches", { open: async () => ({ match }) });
  vi.stubGlobal("MIDCYCLE", { build: "0123456789abcdef", files: [] });
  await import("../../client/offline/service-worker.ts");
  for (const network of [hangs, () => Promise.reject(new TypeError("no network"))]) {
    vi.stubGlobal("fetch", network);
    let answer: Promise<Response> | undefined;
    listeners.get("fetch")!({
      request: { method: "GET", ...request },
      waitUntil: () => undefined,
      respondWith: (response: Promise<Response>) => (answer = response),
    });
    await vi.advanceTimersByTimeAsync(4000);
    expect(await (await answer)!.text()).toBe(kept);
  }
});
