/** Where the secrets of an organizer, of a device, of a return link and of a calendar turn up, after everything that could tell them was asked for. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AgendaSocket } from "../together/support/agenda-socket.ts";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named, Visitor, type Answer } from "../together/support/visitor.ts";
import { none, sized, type Figure, type Run } from "./support/figure.ts";
import { everyRoute } from "./support/routes.ts";
import { started } from "./support/started.ts";

const BITS = 128;

export async function run(run: Run): Promise<Figure[]> {
  const samples = sized(run.scale, { test: 50, short: 500, full: 5000 });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const device = ana.cookie!.split("=")[1]!;
  const made = await ana.makesMeetup();
  const { slug } = made;
  const first = tokenOf(made.organizerUrl);
  const second = tokenOf(
    (await ana.post<{ organizerUrl: string }>(`/api/meetups/${slug}/organizer-link`, {})).body.organizerUrl,
  );
  const { url: returnUrl } = (await ana.ask<{ url: string }>("POST", "/api/me/link")).body;
  const topicId = await ana.proposes(slug, "Packaging");
  const { padId } = (await ana.look(slug)).view.topics[0]!;
  const { url: calendarUrl } = (await ana.ask<{ url: string }>("POST", `/api/meetups/${slug}/calendar`)).body;
  const calendar = calendarUrl.split("/").at(-1)!.replace(".ics", "");
  const canaries = [device, first, second, new URL(returnUrl).hash.replace("#return=", ""), calendar];

  // Everything that came from the server, but for the answers that made them.
  const heard: string[] = [];
  const hears = ({ text, headers }: Answer) => heard.push(text, JSON.stringify([...headers]));
  const watcher = await AgendaSocket.connect(ana);
  watcher.socket.onAny((...all: unknown[]) => heard.push(JSON.stringify(all)));
  heard.push(JSON.stringify(await watcher.watch(slug)));
  const pad = new PadWriter(ana, padId);
  await pad.synced();
  const bo = await named(server.url, "Bo");
  hears(await bo.post(`/api/meetups/${slug}/organizer`, { token: second }));
  // Where they don't belong, so that an answer, a log or a fault might repeat them.
  const fill = (pattern: string) =>
    pattern
      .replaceAll(/:(\w+)/gu, (_whole, name: string) => ({ slug, topicId, padId })[name as "slug"] ?? made.code)
      .replace("{*rest}", "schedule");
  let withoutPolicy = 0;
  for (const { pattern, methods } of await everyRoute(ana, fill)) {
    for (const who of [ana, bo, new Visitor(server.url)]) {
      const answer = await who.get(fill(pattern));
      if (answer.headers.get("referrer-policy") !== "no-referrer") withoutPolicy += 1;
      hears(answer);
    }
    for (const method of methods.filter((each) => each !== "GET" && each !== "DELETE"))
      for (const token of canaries) {
        if (pattern.endsWith("/organizer-link")) continue;
        hears(await bo.ask(method, fill(pattern), { body: { secret: token, type: token, id: token } }));
        hears(await bo.ask(method, fill(pattern), { body: `{"${token}": ` }));
      }
  }
  for (const token of canaries) {
    hears(await bo.get(`/m/${slug}/${token}`));
    hears(await bo.get(`/m/${slug}/my/${token}.ics`));
    hears(await bo.get(`/j/${token}`));
    hears(await bo.get("/api/me", { Cookie: `midcycle=${token}x`, Authorization: `Bearer ${token}` }));
    hears(await bo.post(`/api/meetups/${slug}/organizer`, { token: `${token}x` }));
    hears(await bo.post("/api/me/return", { token: `${token}x` }));
  }
  heard.push(pad.text.toString());
  pad.close();
  watcher.close();
  // A search that doesn't find what is there would prove nothing.
  if ((await grep(server.dataDir, [slug])) === 0)
    throw new Error("The data folder doesn't even have the meetup's address");
  const [open, closed] = [await grep(server.dataDir, canaries), await stoppedGrep()];

  const tokens = await Promise.all(Array.from({ length: samples }, () => freshToken(server.url)));
  const weak = tokens.filter((token) => bitsOf(token) < BITS).length + (samples - new Set(tokens).size);
  return [
    none(
      `organizer, device, return and calendar tokens: weaker than ${BITS} bits, or made twice`,
      weak + canaries.filter((each) => bitsOf(each) < BITS).length,
    ),
    none(
      "tokens in answers other than the one that made them, sockets and exports",
      inThese(heard, canaries),
      `of ${heard.length} answers`,
    ),
    none("tokens in the server's output", inThese([server.output()], canaries)),
    none("tokens in files of the data folder, write-ahead log included", open + closed),
    none("answers that let browsers send a Referer", withoutPolicy),
  ];

  async function stoppedGrep(): Promise<number> {
    await server.kill("SIGTERM");
    const found = await grep(server.dataDir, canaries);
    await server.restart();
    return found;
  }
}

function tokenOf(organizerUrl: string): string {
  return organizerUrl.split("#organizer=")[1]!;
}

async function freshToken(url: string): Promise<string> {
  const visitor = await named(url, "Somebody");
  return visitor.cookie!.split("=")[1]!;
}

/** What random characters of an alphabet of 64 can hold; 0 when there are others. */
function bitsOf(token: string): number {
  return /^[\w-]+$/u.test(token) ? token.length * 6 : 0;
}

function inThese(texts: readonly string[], tokens: readonly string[]): number {
  return texts.filter((text) => tokens.some((token) => text.includes(token))).length;
}

async function grep(folder: string, tokens: readonly string[]): Promise<number> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const contents = await Promise.all(files.map((file) => readFile(file, "latin1")));
  return inThese(contents, tokens);
}
