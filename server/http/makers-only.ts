import type { RequestHandler } from "express";
import type { CreateKeys } from "../people/create-keys.ts";
import { sendProblem } from "./answers.ts";

/** Lets through who may make meetups on this server. */
export function makersOnly(createKeys: CreateKeys): RequestHandler {
  return async (request, response, next) => {
    if (await createKeys.mayCreate(request.headers.authorization)) next();
    else sendProblem(response, createKeys.refusal);
  };
}
