/** The live agenda and somebody who only wants to keep it busy, on a bare connection. */
import { beforeAll, expect, test, vi } from "vitest";
import { connectedPorts } from "../faults/support/process-figures.ts";
import { clientFrame, RawPad } from "../faults/support/raw-pad.ts";
import { comesTrue } from "../faults/support/waiting.ts";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { freshId } from "./support/fresh-id.ts";
import { named, Visitor } from "./support/visitor.ts";

vi.setConfig({ testTimeout: 60_000 });

let server: ServerProcess;
let ana: Visitor;
let slug: string;

beforeAll(async () => {
  server = await sharedServer();
  ana = await named(server.url, "Ana");
  ({ slug } = await ana.makesMeetup());
  const description = "words ".repeat(800);
  for (let batch = 0; batch < 3; batch += 1) {
    const commands = Array.from({ length: 50 }, () => {
      const id = freshId("topic");
      return { type: "topic.propose", id, title: `Topic ${id}`, description };
    });
    await ana.does(slug, { type: "batch", commands });
  }
});

test("[C8] whoever asks for all of it again and again and reads nothing is cut off", async () => {
  const path = "/socket.io/?EIO=4&transport=websocket";
  const connection = await RawPad.open(server.url, path, ana.cookie, true);
  const port = connection.socket.localPort!;
  const serverPort = Number(new URL(server.url).port);
  connection.socket.pause();
  const asked = Array.from({ length: 60 }, (_, n) => text(`42${n}["watch",{"slug":"${slug}"}]`));
  connection.write(Buffer.concat([text("40"), ...asked]));
  expect(connectedPorts(serverPort).has(port)).toBe(true);
  expect(await comesTrue(() => !connectedPorts(serverPort).has(port), 30_000, 100)).toBe(true);
  connection.close();
  expect((await ana.get("/readyz")).status).toBe(200);
});

test("[C8] one connection is given the whole agenda sixty times at once, and then one a second", async () => {
  const { socket } = await AgendaSocket.connect(ana);
  const { slug } = await ana.makesMeetup();
  const answers = await Promise.all(
    Array.from(
      { length: 70 },
      () => socket.emitWithAck("watch", { slug }) as Promise<{ problem?: { status: number } }>,
    ),
  );
  expect(answers.slice(0, 60).filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(answers.at(-1)).toMatchObject({ problem: { status: 429 } });
  socket.disconnect();
});

test("[C8] a connection that sends more at once than anybody does is ended", async () => {
  const { socket } = await AgendaSocket.connect(new Visitor(server.url), { transports: ["polling"] });
  const ended = new Promise((resolve) => socket.once("disconnect", resolve));
  for (let n = 0; n < 5000; n += 1) socket.emit("unwatch", { slug });
  await ended;
});

const announced = {
  "more than one piece of bytes": '452-["watch",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
  "bytes in many words": `451-["watch",{"_placeholder":true,"num":0},"${"x".repeat(1000)}"]`,
};
test.each(Object.entries(announced))(
  "[C10] whoever announces %s, all kept until they come, is ended",
  async (_, words) => {
    const connection = await RawPad.open(server.url, "/socket.io/?EIO=4&transport=websocket", ana.cookie);
    connection.write(Buffer.concat([text("40"), text(words)]));
    await connection.ended;
  },
);

function text(message: string): Buffer {
  return clientFrame(Buffer.from(message), { opcode: 1 });
}
