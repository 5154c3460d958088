import type { ServerResponse } from "node:http";
import { sep } from "node:path";
import { Router, type RequestHandler } from "express";
import expressStaticGzip from "express-static-gzip";
import { isMeetupPage } from "../../shared/meetup-pages.ts";
import { problem } from "../../shared/problem.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { onlyMethods, sendProblem } from "./answers.ts";
import type { BuiltClient } from "./built-client.ts";

/** The built client: its files, and one document for every address that is a page. */
export function pageRoutes({ meetups, client }: { meetups: LiveMeetups; client: BuiltClient }): Router {
  const router = Router();
  const sendPage: RequestHandler = async (request, response) => {
    const { slug } = request.params;
    const meetup = slug === undefined ? undefined : await meetups.bySlug(String(slug));
    if (slug !== undefined) {
      const listed = meetup && (await meetup.read((state) => state.facts.listed));
      if (!listed) response.setHeader("X-Robots-Tag", "noindex");
    }
    // The document is the same: it says that there is nothing, and shows the way on.
    response.status(slug === undefined || (meetup && isMeetupPage(decodeURIComponent(request.path))) ? 200 : 404);
    response.setHeader("Cache-Control", "no-cache");
    const shown = slug === undefined ? "/api/meetups" : meetup && `/api/meetups/${String(slug)}`;
    response.setHeader("Link", askedFirst(["/api/me?or=nobody", ...(shown === undefined ? [] : [shown])]));
    response.type("html").send(await client.document());
  };
  router.route("/").get(sendPage).all(onlyMethods("GET"));
  router.route("/m/:slug").get(sendPage).all(onlyMethods("GET"));
  // An export that isn't there is no page: programs that ask for it must not be answered with one.
  router.use("/m", (request, response, next) => {
    if (/\.[a-z]+$/u.test(request.path)) sendProblem(response, problem("unknown-address"));
    else next();
  });
  router.route("/m/:slug/{*rest}").get(sendPage).all(onlyMethods("GET"));
  router.use(onlyDecodable);
  router.use(
    expressStaticGzip(client.distDir, {
      index: false,
      enableBrotli: true,
      orderPreference: ["br", "gz"],
      serveStatic: { redirect: false, setHeaders: cacheForever },
    }),
  );
  // Whoever has mistyped an address in a browser is told so by a page; programs, and who asks for a file, by a problem.
  router.use(async (request, response, next) => {
    const isPerson = request.method === "GET" && request.accepts(["json", "html"]) === "html";
    if (!isPerson || /\.[^/]*$/u.test(request.path)) return next();
    response.setHeader("X-Robots-Tag", "noindex").setHeader("Cache-Control", "no-cache").setHeader("Vary", "Accept");
    response.status(404).type("html");
    response.send(await client.document());
  });
  return router;
}

/** What every page asks first, for browsers to ask while its code is on its way: on a slow line that is a round trip less. */
function askedFirst(addresses: readonly string[]): string {
  return addresses.map((address) => `<${address}>; rel=preload; as=fetch; crossorigin`).join(", ");
}

/** The files' own answer to an address that can't be decoded is bare text. */
const onlyDecodable: RequestHandler = (request, _response, next) => {
  // Throws a URIError, which is answered as an unknown address.
  decodeURIComponent(request.path);
  next();
};

/** Built files carry a hash of their content in their names. */
function cacheForever(response: ServerResponse, path: string): void {
  const isBuilt = path.includes(`${sep}assets${sep}`);
  response.setHeader("Cache-Control", isBuilt ? "public, max-age=31536000, immutable" : "no-cache");
}
