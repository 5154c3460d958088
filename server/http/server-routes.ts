import { Router } from "express";
import type { Clock } from "../clock.ts";
import { onlyMethods } from "./answers.ts";
import type { BuiltClient } from "./built-client.ts";

/** `/api/server`: the server's time and build, for pages that run for days and set their clocks by it. */
export function serverRoutes({ client, clock }: { client: BuiltClient; clock: Clock }): Router {
  const router = Router();
  router
    .route("/api/server")
    .get(async (_request, response) => {
      const build = await client.build();
      response.json({ now: new Date(clock.now()).toISOString(), build });
    })
    .all(onlyMethods("GET"));
  return router;
}
