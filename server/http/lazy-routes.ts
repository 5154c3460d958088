import type { RequestHandler } from "express";

/** Routes that are loaded when a request first comes to where they stand: a server is ready sooner without them. */
export function lazyRoutes(load: () => Promise<RequestHandler>): RequestHandler {
  let loading: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    loading ??= load();
    (await loading)(request, response, next);
  };
}
