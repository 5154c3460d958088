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

test("[O1] a device whose network hangs is soon taken for whose it was last", async () => {
  const storage = memory();
  storage.setItem("midcycle.person", JSON.stringify(ANA));
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("fetch", hangs);
  const { onCurrentPerson, currentPersonInTime, currentPerson } = await import("../../client/current-person.ts");
  const heard = vi.fn<() => void>();
  onCurrentPerson(heard);
  const supposed = currentPersonInTime().then(currentPerson);
  await vi.advanceTimersByTimeAsync(3000);
  expect(currentPerson()).toBeNull();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await supposed).toEqual(ANA);
  expect(currentPerson()).toEqual(ANA);
  expect(heard).toHaveBeenCalledOnce();
});

test("who says their name has a live connection as that, also where the server could not say before who this is", async () => {
  vi.stubGlobal("localStorage", memory());
  vi.stubGlobal("addEventListener", () => undefined);
  const answers = [() => Promise.reject(new TypeError("no network")), async () => Response.json(ANA)];
  vi.stubGlobal("fetch", () => (answers.length > 1 ? answers.shift() : answers[0])!());
  const { currentPerson, loadCurrentPerson, nameMe } = await import("../../client/current-person.ts");
  const { server } = await import("../../client/server-connection.ts");
  const reconnect = vi.spyOn(server, "reconnect").mockImplementation(() => undefined);
  await loadCurrentPerson();
  expect([currentPerson(), reconnect.mock.calls.length]).toEqual([null, 0]);
  await nameMe("Ana", undefined);
  expect([currentPerson(), reconnect.mock.calls.length]).toEqual([ANA, 1]);
  await nameMe("Ana", undefined);
  expect(reconnect).toHaveBeenCalledOnce();
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
