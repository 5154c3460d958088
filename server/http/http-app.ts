import type { IncomingMessage } from "node:http";
import compression from "compression";
import express, { type Express } from "express";
import helmet from "helmet";
import type { Person } from "../../shared/person.ts";
import { problem } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { nowRoutes } from "../exports/now-routes.ts";
import type { CommandDoor } from "../meetups/command-door.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import type { LivePads } from "../notes/live-pads.ts";
import type { PadPast } from "../notes/past/pad-past.ts";
import { CreateKeys } from "../people/create-keys.ts";
import { deviceToken } from "../people/device-cookie.ts";
import { OneATurn } from "../turns/one-a-turn.ts";
import type { Pushes } from "../outward/pushes.ts";
import type { Webhooks } from "../outward/webhooks.ts";
import type { FormerPerson, People } from "../people/people.ts";
import type { PersonSecrets } from "../people/person-secrets.ts";
import type { ReportFault } from "../report-fault.ts";
import type { SampleMeetups } from "../sample/sample-meetups.ts";
import { sampleRoutes } from "../sample/sample-routes.ts";
import { TokenBuckets } from "../token-buckets.ts";
import { actionRoutes } from "./action-routes.ts";
import { ballotRoutes } from "./ballot-routes.ts";
import { calendarRoutes } from "./calendar-routes.ts";
import { errorsToProblems, onlyMethods, sendProblem } from "./answers.ts";
import { BuiltClient } from "./built-client.ts";
import { Guesses } from "../guesses.ts";
import { historyRoutes } from "./history-routes.ts";
import { identityRoutes } from "./identity-routes.ts";
import { lazyRoutes } from "./lazy-routes.ts";
import { meRoutes } from "./me-routes.ts";
import type { MeetupAnswers } from "./meetup-answers.ts";
import { meetupRoutes } from "./meetup-routes.ts";
import { limitMisses } from "./misses.ts";
import { whyNotFromHere } from "./origin.ts";
import { padRoutes } from "./pad-routes.ts";
import { pageRoutes } from "./pages.ts";
import { pushRoutes } from "./push-routes.ts";
import { takeHomeRoutes } from "./take-home-routes.ts";
import { webhookRoutes } from "./webhook-routes.ts";
import { serverRoutes } from "./server-routes.ts";
import { sendShared, SharedBytes } from "./shared-bytes.ts";

/** Everything that HTTP answers, in the contract's order of checks. */
export function createHttpApp(tools: {
  config: Config;
  clock: Clock;
  report: ReportFault;
  people: People;
  meetups: LiveMeetups;
  pads: LivePads;
  past: PadPast;
  door: CommandDoor;
  answers: MeetupAnswers;
  samples: () => Promise<SampleMeetups>;
  webhooks: Webhooks;
  pushes: Pushes;
  links: PersonSecrets;
  /** Addresses of calendars of people's own days. */
  calendars: PersonSecrets;
  /** Everything that speaks of a former person by their id learns who they are now. */
  replaceEverywhere: (former: FormerPerson) => Promise<void>;
  /** What somebody has open knows their new name. */
  renamed: (person: Person) => void;
  /** What the device of this token has open ends: it is nobody's any more. */
  signedOut: (token: string) => void;
  /** Where a request comes from, for limits. */
  addressOf: (request: IncomingMessage) => string;
  /** Whether the store is open, can write, and the server is not shutting down. */
  isReady: () => boolean;
  distDir: string;
}): Express {
  const { config, clock, report, people, isReady } = tools;
  const { publicUrl, limits } = config;
  const secure = publicUrl?.startsWith("https:") ?? false;
  const app = express();
  app.set("etag", false);
  app.set("trust proxy", config.trustProxy);
  app.set("query parser", "simple");
  app.disable("x-powered-by");

  app.use((request, response, next) => {
    const refusal = whyNotFromHere(request, publicUrl);
    if (refusal) sendProblem(response, refusal);
    else next();
  });
  // What many ask for at once is made for one after the other, and who writes meanwhile has their turn in between.
  const turns = new OneATurn();
  app.use((_request, _response, next) => turns.take(next));
  app.use(securityHeaders(secure));
  app
    .route("/healthz")
    .get((_request, response) => {
      response.json({ status: "ok" });
    })
    .all(onlyMethods("GET"));
  app
    .route("/readyz")
    .get((_request, response) => {
      if (isReady()) response.json({ status: "ready" });
      else sendProblem(response, problem("unavailable"));
    })
    .all(onlyMethods("GET"));
  app.use(compression());
  app.use(async (request, response, next) => {
    response.locals.person = await people.byToken(deviceToken(request));
    next();
  });
  app.use("/api", (_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });

  const misses = new TokenBuckets({ burst: limits.missesBurst, perSecond: limits.missesPerMinute / 60, clock });
  app.use(["/api/meetups", "/m"], limitMisses(misses, tools.addressOf));
  const guesses = new Guesses(
    new TokenBuckets({ burst: limits.failedCodesPerMinute, perSecond: limits.failedCodesPerMinute / 60, clock }),
  );
  const newPeople = new TokenBuckets({
    burst: limits.peopleBurst,
    perSecond: limits.peoplePerMinute / 60,
    clock,
  });
  const newMeetups = new TokenBuckets({
    burst: limits.meetupsPerHour,
    perSecond: limits.meetupsPerHour / 3600,
    clock,
  });
  const createKeys = new CreateKeys(config.create, config.dataDir);
  const client = new BuiltClient(tools.distDir);
  // Each takes of these what it names.
  const all = { ...tools, publicUrl, secure, guesses, newPeople, newMeetups, createKeys, client };
  app.use(meRoutes(all));
  app.use(identityRoutes({ ...all, others: [tools.calendars] }));
  app.use(meetupRoutes(all));
  app.use(sampleRoutes(all));
  app.use(pushRoutes(all));
  app.use(webhookRoutes(all));
  app.use(ballotRoutes(all));
  app.use(takeHomeRoutes(all));
  app.use(serverRoutes(all));
  app.use(padRoutes(all));
  app.use(lazyRoutes(async () => (await import("./suggestion-routes.ts")).suggestionRoutes(all)));
  app.use(actionRoutes(all));
  app.use(calendarRoutes(all));
  app.use(historyRoutes(all));
  let openApi: Promise<SharedBytes> | undefined;
  app
    .route("/api/openapi.json")
    .get(async (request, response) => {
      openApi ??= import("./open-api.ts").then((it) => new SharedBytes(JSON.stringify(it.openApiDocument())));
      await sendShared(request, response.type("json"), await openApi);
    })
    .all(onlyMethods("GET"));
  app.use("/api", (_request, response) => sendProblem(response, problem("unknown-address")));
  app.use(lazyRoutes(async () => (await import("../exports/export-routes.ts")).exportRoutes(all)));
  app.use(lazyRoutes(async () => (await import("../exports/schedule-routes.ts")).scheduleRoutes(all)));
  app.use(nowRoutes(all));
  app.use(pageRoutes(all));
  app.use((_request, response) => sendProblem(response, problem("unknown-address")));
  app.use(errorsToProblems(report));
  return app;
}

/** Style attributes are allowed for remote cursors only; everything else is ours and same-origin. */
function securityHeaders(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure && { maxAge: 15_552_000, includeSubDomains: false },
    referrerPolicy: { policy: "no-referrer" },
  });
}
