/** Who a connection to the live agenda is, when that changes while it is being made. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { ConnectionCount } from "../../server/connections/connection-count.ts";
import { MeetupAnswers } from "../../server/http/meetup-answers.ts";
import type { AgendaServer } from "../../server/live/agenda-server.ts";
import { createAgendaServer } from "../../server/live/create-agenda-server.ts";
import { MeetupSockets } from "../../server/live/meetup-socket.ts";
import { UnreadGuard } from "../../server/live/unread-guard.ts";
import { CommandDoor } from "../../server/meetups/command-door.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { Person } from "../../shared/person.ts";
import { ToldTimers } from "../helpers/told-timers.ts";
import { careful } from "./support/careful.ts";

let people: People;
let sockets: MeetupSockets;
let io: AgendaServer;
let url: string;
let ana: Person;
let ben: Person;
/** Of Ana's device. */
let token: string;
let faults: unknown[];
let end: () => Promise<void>;
/** What happens to each connection once it is known who it is, before it is one. */
let meanwhile: () => Promise<unknown>;
/** The server is about to end. */
let isClosing: boolean;

beforeEach(async () => {
  const store = new InMemoryLogStore();
  const http = createServer();
  const clock = systemClock;
  const unread = new UnreadGuard();
  faults = [];
  isClosing = false;
  meanwhile = () => Promise.resolve();
  const report = (_where: string, error: unknown) => void faults.push(error);
  people = new People(store);
  const { limits } = configFrom({});
  const connections = new ConnectionCount(limits.connections);
  io = createAgendaServer(http, {
    people,
    publicUrl: undefined,
    connections,
    careful: careful(),
    unread,
    report,
    isClosing: () => isClosing,
  });
  io.use((_socket, next) => void meanwhile().then(() => next()));
  const onPadRights = async () => undefined;
  const meetups = new LiveMeetups({ store, clock, report, people, onPadRights }, () => undefined);
  sockets = new MeetupSockets({
    io,
    clock,
    timers: new ToldTimers(),
    meetups,
    door: new CommandDoor({ meetups, people, limits, clock }),
    answers: new MeetupAnswers(meetups),
    people,
    report,
  });
  ({ person: ana, token } = await people.create("Ana", undefined));
  ben = (await people.create("Ben", undefined)).person;
  await new Promise<void>((listens) => http.listen(0, "127.0.0.1", listens));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  end = async () => {
    unread.close();
    await io.close();
    await meetups.close();
    await store.close();
  };
});

afterEach(async () => {
  await end();
  expect(faults).toEqual([]);
});

function connection(of: string): Socket {
  const extraHeaders = { Cookie: `midcycle=${of}` };
  return connect(url, { transports: ["websocket"], reconnection: false, extraHeaders });
}

/** Connects on Ana's device; how it ended, or that it stands when its first message is answered. */
async function connects(): Promise<string> {
  const socket = connection(token);
  try {
    return await new Promise<string>((resolve) => {
      socket.once("disconnect", resolve);
      socket.once("connect", () => socket.emit("watch", { slug: "nowhere" }, () => resolve("stands")));
    });
  } finally {
    socket.disconnect();
  }
}

test.each<[what: string, change: () => Promise<unknown>]>([
  ["is signed out", () => people.signOut(token).then(() => sockets.signedOut(token))],
  ["turns out to be somebody else's", () => people.join(ana, ben).then(() => sockets.forget(ana.id))],
  ["is nobody's, as its person is erased,", () => people.erase(ana, []).then(() => sockets.forget(ana.id))],
])("[I1] a device that %s while it connects has to connect anew", async (_, change) => {
  meanwhile = change;
  expect(await connects()).toBe("io server disconnect");
  expect(io.sockets.sockets.size).toBe(0);
});

test("[I1] connections end of the device that is signed out, then of who is nobody any more, and nobody else's", async () => {
  const others = await Promise.all(["Cleo", "Dan"].map((name) => people.create(name, undefined)));
  const all = [token, ...others.map((each) => each.token)].map(connection);
  const ended = new Map<Socket, string>();
  for (const socket of all) socket.once("disconnect", (reason) => ended.set(socket, reason));
  const answered = (some: Socket[]) =>
    Promise.all(some.map((socket) => socket.emitWithAck("watch", { slug: "nowhere" })));
  await answered(all);
  const [anas, cleos, dans] = all as [Socket, Socket, Socket];
  sockets.signedOut(token);
  await expect.poll(() => ended.get(anas)).toBe("io server disconnect");
  await answered([cleos, dans]);
  sockets.forget(others[0]!.person.id);
  await expect.poll(() => ended.get(cleos)).toBe("io server disconnect");
  await answered([dans]);
  expect(ended.size).toBe(2);
  dans.disconnect();
});

test("[I1] a name that changes while its device connects ends nothing", async () => {
  meanwhile = () => people.rename(ana, "Anna", undefined);
  expect(await connects()).toBe("stands");
});

test("while the server ends nobody is let in any more, by either transport", async () => {
  isClosing = true;
  for (const transport of ["websocket", "polling"]) {
    const socket = connect(url, { transports: [transport], reconnection: false });
    const outcome = await new Promise((resolve) => {
      socket.once("connect", () => resolve("connected"));
      socket.once("connect_error", () => resolve("refused"));
    });
    socket.disconnect();
    expect([transport, outcome]).toEqual([transport, "refused"]);
  }
  expect(io.engine.clientsCount).toBe(0);
});
