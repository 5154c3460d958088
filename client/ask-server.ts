import type { Problem } from "../shared/problem.ts";

/** How long an answer may take. Milliseconds. */
const PATIENCE_MS = 15_000;

/**
 * Asks over HTTP. A refusal comes back as `{problem}`; no way through is a problem too, of status 0. `patienceMs` is how long an
 * answer may take, `key` what allows it beside who one is.
 */
export async function askServer<T extends object>(
  method: string,
  path: string,
  body?: object,
  { patienceMs = PATIENCE_MS, key }: { patienceMs?: number; key?: string | undefined } = {},
): Promise<T | { problem: Problem }> {
  try {
    const response = await fetch(path, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        accept: "application/json",
        ...(body && { "content-type": "application/json" }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.status === 204) return {} as T;
    const type = response.headers.get("content-type") ?? "";
    const answer: unknown = type.includes("json") ? await response.json() : undefined;
    if (response.ok && answer !== undefined) return answer as T;
    return { problem: type.includes("problem+json") ? (answer as Problem) : unexpected(response.status) };
  } catch {
    return { problem: UNREACHABLE };
  }
}

/** No way to the server: the device is offline, or the server is. */
const UNREACHABLE: Problem = {
  type: "about:blank",
  title: "No connection",
  status: 0,
  detail: "The server can't be reached right now. Nothing was changed; try again when you are back online.",
};

function unexpected(status: number): Problem {
  return {
    type: "about:blank",
    title: "Something went wrong",
    status,
    detail: "The server gave an answer that this page does not understand. Load the page again.",
  };
}
