/** Every route and every command with whatever may be wrong about a request; stories of them are in test/together/bad-requests*.test.ts. */
import { isDeepStrictEqual } from "node:util";
import type { Look } from "../together/support/contract-types.ts";
import { rawRequest, upgradeStatus } from "../together/support/raw-request.ts";
import { named, Visitor } from "../together/support/visitor.ts";
import { atMost, none, type Figure, type Run } from "./support/figure.ts";
import { everyCommand, everyRoute } from "./support/routes.ts";
import { started } from "./support/started.ts";

const ODD_PARAMS = [
  "..%2F..%2F..%2Fetc%2Fpasswd",
  "%2e%2e",
  "%00",
  "a%00b",
  "__proto__",
  "constructor",
  "prototype",
  "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
  "'%20OR%201=1--",
  "%F0%9F%92%A9",
  "%E2%80%AE",
  "x".repeat(4000),
];
const ODD_QUERIES = [
  "after=-1",
  "after=1e999",
  "limit[]=1&limit[]=2",
  "__proto__=1",
  "after=%00",
  `q=${"x".repeat(4000)}`,
];
const ODD_TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"];
const NOT_JSON = ["", "{", "nonsense", '{"a":1}}', "\u0000", "{'a':1}", "[".repeat(50_000)];
const NO_OBJECTS = ["null", "[]", "5", '"text"', "true"];
const WRONG_FIELDS = [
  '{"__proto__":{"isOrganizer":true}}',
  '{"constructor":{"prototype":{"role":"organizer"}}}',
  '{"prototype":1}',
  '{"<img src=x onerror=alert(1)>":1}',
];
const TOO_LARGE = JSON.stringify({ title: "x".repeat(256 * 1024) });
const FOREIGN = ["https://evil.example", "null", "http://localhost.evil.example"];
const SAFE = new Set(["GET", "HEAD"]);

export async function run(run: Run): Promise<Figure[]> {
  const server = await started(run);
  const olga = await named(server.url, "Olga");
  const { slug } = await olga.makesMeetup();
  const topicId = await olga.proposes(slug, "Packaging");
  const { padId } = (await olga.look(slug)).view.topics[0]!;
  const fill = (pattern: string, odd?: string) =>
    pattern
      .replaceAll(/:(\w+)/gu, (_whole, name: string) => odd ?? { slug, topicId, padId }[name] ?? "KITE-42")
      .replace("{*rest}", odd ?? "schedule");
  const routes = await everyRoute(olga, fill);
  const commands = await everyCommand(olga);
  const asked = new Requests(server.url);

  for (const [at, route] of routes.entries()) {
    const path = fill(route.pattern);
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      if (!route.methods.includes(method)) await asked.expects([405], method, path);
    if (/:|\*/u.test(route.pattern))
      for (const odd of run.scale === "test" ? ODD_PARAMS.filter((_, odd) => (odd + at) % 3 === 0) : ODD_PARAMS)
        for (const method of route.methods)
          // Our own pages answer any address below theirs, and say in the page that there is nothing.
          await asked.expects(
            route.pattern.startsWith("/m/:slug") ? [200, 400, 404] : [400, 401, 404],
            method,
            fill(route.pattern, odd),
            "{}",
          );
    for (const query of ODD_QUERIES)
      if (route.methods.includes("GET"))
        await asked.expects([200, 302, 303, 307, 400, 401, 403, 404, 422, 429], "GET", `${path}?${query}`);
    for (const method of route.bodied) await bodies(asked, method, path, !route.optional.includes(method));
    for (const origin of FOREIGN)
      for (const method of route.methods) await asked.expects([403], method, path, "{}", { Origin: origin });
    for (const method of route.methods.filter((each) => !SAFE.has(each)))
      await asked.expects([403], method, path, "{}", { "Sec-Fetch-Site": "cross-site" });
  }
  await fields(asked, slug, commands);
  const doors = await otherDoors(server.url, padId, asked);

  const look = (await new Visitor(server.url).get<Look>(`/api/meetups/${slug}`)).body;
  const isSame = isDeepStrictEqual(
    [look.seq, look.view.topics.length, look.view.meetup.title],
    [2, 1, "Operators in Porto"],
  );
  const scene = `${routes.length} routes and ${commands.length} commands, ${asked.count + doors} bad requests`;
  return [
    none(`${scene}: wrong answers`, asked.wrong.length, asked.wrong.slice(0, 8).join("; ")),
    none(`${scene}: answers of 5xx`, asked.faults.length, asked.faults.slice(0, 3).join("; ")),
    none(`${scene}: changes to what is stored`, isSame ? 0 : 1, isSame ? "" : `seq ${look.seq}`),
    none(`${scene}: faults in the server's output`, /fault|Error/u.test(server.output()) ? 1 : 0),
    atMost(`${scene}: the slowest`, 2, asked.slowest / 1000, "s"),
  ];
}

async function bodies(asked: Requests, method: string, path: string, needsBody: boolean): Promise<void> {
  for (const type of ODD_TYPES) await asked.expects([415], method, path, "{}", { "Content-Type": type });
  await asked.expects([413], method, path, TOO_LARGE);
  // Where none is needed, an empty body is none.
  for (const text of NOT_JSON) await asked.expects(text === "" && !needsBody ? [401] : [400], method, path, text);
  // Without a name it is asked for first, where one is needed.
  for (const text of [...NO_OBJECTS, ...WRONG_FIELDS]) await asked.expects([401, 422], method, path, text);
}

/** Each field of each command as what it can't be. */
async function fields(
  asked: Requests,
  slug: string,
  commands: Awaited<ReturnType<typeof everyCommand>>,
): Promise<void> {
  const pete = await named(asked.url, "Pete");
  const path = `/api/meetups/${slug}/commands`;
  for (const { type, fields: known } of commands)
    for (const field of [...Object.keys(known), "__proto__", "constructor", "extra"])
      for (const value of ['{"$":1}', JSON.stringify("x".repeat(70_000))]) {
        const body = `{"type":${JSON.stringify(type)},${JSON.stringify(field)}:${value}}`;
        await asked.expects([422], "POST", path, body, { Cookie: pete.cookie! });
      }
}

/** Foreign pages at the doors that are no routes: upgrades and polling. Returns how often they were tried. */
async function otherDoors(url: string, padId: string, asked: Requests): Promise<number> {
  let count = 0;
  for (const origin of FOREIGN) {
    for (const path of [`/notes/${padId}`, "/socket.io/?EIO=4&transport=websocket"]) {
      const status = await upgradeStatus(url, path, { Origin: origin });
      if (status !== 403) asked.wrong.push(`an upgrade of ${path} from ${origin}: ${status}`);
      count += 1;
    }
    for (const method of ["GET", "POST"])
      await asked.expects([403], method, "/socket.io/?EIO=4&transport=polling", "40", { Origin: origin });
  }
  return count;
}

/** Sends requests as they are, and notes what came back. */
class Requests {
  readonly url: string;
  readonly wrong: string[] = [];
  readonly faults: string[] = [];
  count = 0;
  slowest = 0;

  constructor(url: string) {
    this.url = url;
  }

  /** Nobody asks, unless a cookie is among the headers; only these answers are right. */
  async expects(
    right: number[],
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const begun = performance.now();
    const hasBody = body !== undefined && method !== "GET" && method !== "HEAD";
    const answer = await rawRequest(this.url, {
      method,
      path,
      headers: {
        ...(hasBody && { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) }),
        ...headers,
      },
      ...(hasBody && { body }),
    });
    this.count += 1;
    this.slowest = Math.max(this.slowest, performance.now() - begun);
    const what = `${method} ${path.slice(0, 80)} ${body === undefined ? "" : body.slice(0, 40)}: ${answer.status}`;
    if (answer.status >= 500) this.faults.push(what);
    const type = String(answer.headers["content-type"] ?? "");
    const isPage = method === "GET" && !path.startsWith("/api");
    const isProblem = type.startsWith("application/problem+json") || answer.status < 400 || isPage;
    const tells = /node_modules|\.ts[:"]|at .+:\d+:\d+/u.test(answer.text);
    const reflects = type.startsWith("text/html") && answer.text.includes("<script>alert(1)");
    if (!right.includes(answer.status) || !isProblem || tells || reflects) this.wrong.push(what);
  }
}
