import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, watch } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { expect, onTestFinished, test } from "vitest";
import { START, startServer } from "../helpers/server-process.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { freshId } from "./support/fresh-id.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

/** Has every Node that is started say with which options. */
const TELLING = "--import=data:text/javascript,console.log(process.execArgv.join())";

test("[C7] SIGTERM with everything open: what was received is kept, sockets close with 1012, exit 0", async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  await ana.proposes(slug, "Packaging");
  const { padId, id: topicId } = (await ana.look(slug)).view.topics[0]!;
  const watcher = await AgendaSocket.connect(ana);
  await watcher.follow(slug);
  const polling = await AgendaSocket.connect(ana, { transports: ["polling"] });
  await polling.follow(slug);
  const pad = new PadWriter(ana, padId);
  await pad.synced();
  // One that never says anything, and one that has stopped reading.
  const idle = new WebSocket(`${server.url.replace("http", "ws")}/notes/${padId}`);
  await once(idle, "open");
  idle.pause();
  const agendaCode = new Promise<number>((resolve) => {
    const { ws } = (watcher.socket.io.engine as unknown as { transport: { ws: WebSocket } }).transport;
    ws.addEventListener("close", ({ code }) => resolve(code));
  });
  const padCode = new Promise<number | undefined>(
    (resolve) => void pad.provider.once("connection-close", (event) => resolve(event?.code)),
  );

  pad.types("The last words. ");
  const saved = pad.saved();
  const answers = Array.from({ length: 20 }, () =>
    ana
      .command(slug, { type: "comment.add", id: freshId("comment"), topicId, body: "At the last moment" })
      .catch(() => undefined),
  );
  await saved;
  const ended = await server.kill("SIGTERM");
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(await agendaCode).toBe(1012);
  expect(await padCode).toBe(1012);
  const accepted = (await Promise.all(answers)).filter((answer) => answer?.status === 200).length;
  pad.close();
  watcher.close();
  polling.close();
  idle.terminate();
  expect(server.output()).not.toMatch(/fault|Error|at .+:\d+:\d+/u);

  await server.restart();
  expect((await ana.look(slug)).view.topics[0]!.comments).toBeGreaterThanOrEqual(accepted);
  expect((await ana.get(`/m/${slug}/notes/${padId}.md`)).text).toContain("The last words. ");
});

test("[C7] a connection to the live agenda that has joined nothing yet is closed with 1012 as well", async () => {
  const server = await startServer();
  const bare = new WebSocket(`${server.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const closed = once(bare, "close") as Promise<[number]>;
  // Engine.IO's greeting.
  await once(bare, "message");
  await server.stop();
  expect((await closed)[0]).toBe(1012);
});

test("[C7] SIGTERM before the server is ready: exit 0, and the data is there for the next start", async () => {
  const folder = await temporaryFolder();
  const changes = watch(folder.path);
  // Watched from here on: nothing of what it does is missed.
  let change = changes.next();
  const child = spawn(process.execPath, [...START, "main.ts"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", MIDCYCLE_DATA: folder.path },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  // The first thing that it does to the folder is to lock it.
  while ((await change).value?.filename !== "midcycle.lock") change = changes.next();
  child.kill("SIGTERM");
  await changes.return?.();
  expect(await exited).toEqual([0, null]);
  const server = await startServer({ dataDir: folder.path });
  await server.stop();
  await folder.remove();
});

test("[C7] a second signal doesn't cut the first one short, and nothing is left for the next start to take in", async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const ana = await named(server.url, "Ana");
  await ana.makesMeetup();
  process.kill(server.pid, "SIGTERM");
  expect(await server.kill("SIGINT")).toMatchObject({ code: 0, signal: null });
  expect(await readdir(server.dataDir)).toEqual(["midcycle.db", "midcycle.lock"]);
});

test("a second server on the same data is refused in words, and the first goes on", async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  await expect(startServer({ dataDir: server.dataDir })).rejects.toThrow(/in use|already/iu);
  expect((await new Visitor(server.url).get("/readyz")).status).toBe(200);
});

test("[C7] npm start passes SIGTERM on and ends with the server's exit code, and Node has the options of a small heap", async () => {
  const folder = await temporaryFolder();
  const root = fileURLToPath(new URL("../..", import.meta.url));
  // In a process group of its own, so that nothing is left behind even when the signal is not passed on.
  const npm = spawn("npm", ["start"], {
    cwd: root,
    env: { ...process.env, PORT: "0", MIDCYCLE_DATA: folder.path, NODE_OPTIONS: TELLING },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const exited = once(npm, "exit") as Promise<[number | null, string | null]>;
  try {
    let url: string | undefined;
    const told: string[] = [];
    for await (const line of createInterface(npm.stdout)) {
      told.push(line);
      url = /ready at (http:\/\/\S+)/u.exec(line)?.[1];
      if (url !== undefined) break;
    }
    expect(told).toContain(START.filter((word) => word.startsWith("--")).join());
    expect((await new Visitor(url!).get("/readyz")).status).toBe(200);
    npm.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    await expect(new Visitor(url!).get("/healthz")).rejects.toThrow();
  } finally {
    endGroup(npm.pid!);
    await folder.remove();
  }
});

function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    // Nobody is left in it: as it should be.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
