import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { refuseUnreadable } from "./connections/unreadable-requests.ts";
import { lastAnswers } from "./connections/last-answers.ts";
import { answerInOrder } from "./connections/answered-in-order.ts";
import type { CarefulTools } from "./connections/careful-web-sockets.ts";
import type { Clock, Timers } from "./clock.ts";
import type { Config } from "./config.ts";
import { ConnectionCount } from "./connections/connection-count.ts";
import { clientAddress, type IsProxy } from "./http/client-address.ts";
import { createHttpApp } from "./http/http-app.ts";
import { MeetupAnswers } from "./http/meetup-answers.ts";
import { createAgendaServer, endForRestart, SERVICE_RESTART } from "./live/create-agenda-server.ts";
import { MeetupSockets } from "./live/meetup-socket.ts";
import { UnreadGuard } from "./live/unread-guard.ts";
import { CommandDoor } from "./meetups/command-door.ts";
import { LiveMeetups } from "./meetups/live-meetups.ts";
import { MeetupPadAccess } from "./meetups/meetup-pad-access.ts";
import { LivePads } from "./notes/live-pads.ts";
import { PadPast } from "./notes/past/pad-past.ts";
import { PadPastThread } from "./notes/past/pad-past-thread.ts";
import { createServer } from "./connections/node-http.ts";
import { createPadDoor } from "./notes/door/pad-door.ts";
import { Pushes } from "./outward/pushes.ts";
import { Webhooks } from "./outward/webhooks.ts";
import { People, type FormerPerson } from "./people/people.ts";
import { PersonSecrets } from "./people/person-secrets.ts";
import type { ReportFault } from "./report-fault.ts";
import { keepBodies } from "./connections/request-bodies.ts";
import type { SampleMeetups } from "./sample/sample-meetups.ts";
import type { LogStore } from "./store/log-store.ts";
import { ReadTurns } from "./connections/read-turns.ts";
import { SharedBudget } from "./connections/shared-budget.ts";
import { UnreadAnswers } from "./connections/unread-answers.ts";
import { listenForUpgrades, wantsWebSocket } from "./connections/upgrades.ts";

/** While the store can't write, this often it is asked whether it can again. */
const PROBE_MS = 1000;
/** How long requests under way, and connections that were told to end, may take when the server stops. */
const DRAIN_MS = 3000;
/** How long a connection is kept on which nothing is asked. */
const IDLE_MS = 5000;
/**
 * A proxy's is kept for longer than it keeps it: nginx and AWS a minute, Caddy two. Closed just as the proxy sends the next
 * request on it, that would come to nothing, and somebody to a 502.
 */
const PROXY_IDLE_MS = 130_000;
/** Who runs this server, to push services, when it has no public address. */
const OPERATOR = "mailto:operator@localhost";
/** Who organizes the sample that nobody asked for by clicking. */
const DEMO_NAME = "Demo organizer";

/** A server that is put together but doesn't listen yet. */
export interface MidcycleServer {
  /** Listens and says where: the address to open on this machine. */
  listen(): Promise<string>;
  /** Stops accepting, finishes what was received, commits, closes connections with 1012. The store stays open. */
  close(): Promise<void>;
  /** Makes a sample meetup unless there is one: its address, and a link that makes whoever opens it an organizer. */
  sample(): Promise<{ path: string; organizerPath: string }>;
}

/** Puts the server together from its parts. Nothing here knows which store it is, or what time it is. */
export function createMidcycleServer(tools: {
  config: Config;
  store: LogStore;
  clock: Clock;
  timers: Timers;
  report: ReportFault;
  distDir: string;
}): MidcycleServer {
  const { config, store, clock, timers, report, distDir } = tools;
  const { publicUrl } = config;
  let closing = false;

  const people = new People(store);
  const peopleByIds = (ids: readonly string[]) => people.byIds(ids);
  const webhooks = new Webhooks({ hosts: config.webhookHosts, store, clock, report, peopleByIds });
  const meetups: LiveMeetups = new LiveMeetups(
    {
      store,
      clock,
      report,
      people,
      onStep: (meetupId) => {
        webhooks.poke(meetupId);
        pushes.poke(meetupId);
      },
      removing: (meetupId, remove) => webhooks.removing(meetupId, () => pushes.removing(meetupId, remove)),
      onPadRights: (padIds) => pads.recheck(padIds),
    },
    (meetup, { seq, padIds }) => {
      sockets.deleted(meetup, seq);
      pads.drop(padIds);
    },
  );
  const pushes = new Pushes({
    store,
    clock,
    report,
    people,
    meetups,
    hosts: config.pushHosts,
    subject: publicUrl?.startsWith("https:") ? publicUrl : OPERATOR,
  });
  const access = new MeetupPadAccess({ meetups, people, clock, report });
  const pads = new LivePads({
    store,
    clock,
    timers,
    report,
    access,
    idNow: (personId) => people.idNow(personId),
    idleMs: config.notesIdleMs,
    onFirstEdit: (padId, personId) => access.noteFirstEdit(padId, personId),
  });
  const pastThread = new PadPastThread();
  const past = new PadPast({ store, pads, thread: pastThread });
  const addressOf = (request: IncomingMessage) => clientAddress(request, app.get("trust proxy fn") as IsProxy);
  const careful: CarefulTools = { unfinished: new SharedBudget(), reads: new ReadTurns(), addressOf };
  const padDoor = createPadDoor({ pads, report, careful });
  const door = new CommandDoor({ meetups, people, limits: config.limits, clock });
  const answers = new MeetupAnswers(meetups);
  let sampleMeetups: Promise<SampleMeetups> | undefined;
  // Loaded when somebody wants one: a server is ready sooner without.
  const samples = () =>
    (sampleMeetups ??= import("./sample/sample-meetups.ts").then(
      (loaded) => new loaded.SampleMeetups({ store, meetups, people, clock }),
    ));
  const connections = new ConnectionCount(config.limits.connections);
  const links = new PersonSecrets({ store, people, kind: "return-link" });
  const calendars = new PersonSecrets({ store, people, kind: "calendar" });
  const replaceEverywhere = async (former: FormerPerson) => {
    sockets.forget(former.id);
    await Promise.all([meetups.replace(former), pushes.replace(former), pads.replace(former.id)]);
  };
  const app = createHttpApp({
    config,
    clock,
    report,
    people,
    meetups,
    pads,
    past,
    door,
    answers,
    samples,
    webhooks,
    pushes,
    links,
    calendars,
    replaceEverywhere,
    renamed: (person) => padDoor.renamed(person),
    signedOut: (token) => {
      sockets.signedOut(token);
      padDoor.signedOut(token);
    },
    addressOf,
    isReady: () => !closing && store.writable,
    distDir,
  });
  const timeouts = {
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 5000,
    keepAliveTimeout: config.trustProxy.length > 0 ? PROXY_IDLE_MS : IDLE_MS,
  };
  const http = createServer({ ...timeouts, shouldUpgradeCallback: wantsWebSocket }, app);
  // Of whatever kind; what comes beyond is closed unread.
  http.maxConnections = config.limits.allConnections;
  const unread = new UnreadGuard();
  const io = createAgendaServer(http, {
    people,
    publicUrl,
    connections,
    careful,
    unread,
    report,
    isClosing: () => closing,
  });
  answerInOrder(http);
  refuseUnreadable(http);
  const answerForTheLastTime = lastAnswers(http);
  keepBodies(http, careful);
  const unreadAnswers = new UnreadAnswers(http, addressOf);
  const sockets = new MeetupSockets({
    io,
    clock,
    timers,
    meetups,
    door,
    answers,
    people,
    report,
  });
  const cutUpgraded = listenForUpgrades(http, {
    people,
    publicUrl,
    connections,
    addressOf,
    report,
    takePad: (...upgrade) => padDoor.handleUpgrade(...upgrade),
  });
  let takenUp: Promise<unknown> = Promise.resolve();
  const probing = setInterval(() => {
    // The store itself reports why it can't; here only the next try matters.
    if (!store.writable && !closing) store.probe().catch(() => undefined);
  }, PROBE_MS);

  return {
    async listen() {
      await people.load();
      const url = await listening(http, config);
      takenUp = Promise.all([
        webhooks.start().catch((error: unknown) => report("taking up webhooks", error)),
        pushes.start().catch((error: unknown) => report("taking up pushes", error)),
        // Whether a full disk has become none since it was written last.
        store.probe().catch(() => undefined),
      ]);
      return url;
    },
    async sample() {
      const made = await samples();
      const { slug, token } = (await made.any()) ?? (await made.of((await people.create(DEMO_NAME, undefined)).person));
      return { path: `/m/${slug}`, organizerPath: `/m/${slug}#organizer=${token}` };
    },
    async close() {
      closing = true;
      clearInterval(probing);
      const stopped = new Promise<void>((resolve) => http.close(() => resolve()));
      answerForTheLastTime();
      const callOffCut = timers.after(DRAIN_MS, () => {
        http.closeAllConnections();
        cutUpgraded();
      });
      unread.close();
      unreadAnswers.close();
      webhooks.close();
      pushes.close();
      // Stopped right after its start, it still reads and writes what these begin with.
      await takenUp;
      await padDoor.close(SERVICE_RESTART);
      await pads.close();
      await pastThread.close();
      endForRestart(io);
      http.closeIdleConnections();
      await io.close();
      await stopped;
      callOffCut();
      await meetups.close();
    },
  };
}

function listening(http: HttpServer, { host, port }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, () => {
      http.off("error", reject);
      const address = http.address() as AddressInfo;
      const anywhere = address.address === "0.0.0.0" || address.address === "::";
      const name = address.family === "IPv6" && !anywhere ? `[${address.address}]` : address.address;
      resolve(`http://${anywhere ? "localhost" : name}:${address.port}`);
    });
  });
}
