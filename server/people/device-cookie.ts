import type { IncomingMessage } from "node:http";
import { parseCookie, stringifySetCookie } from "cookie";

const NAME = "midcycle";
/** 400 days, in seconds, the most that browsers keep: longer than the half year until the next meetup. */
const MAX_AGE_S = 400 * 86_400;

/** The device's token, from the request's cookie. */
export function deviceToken(request: IncomingMessage): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : parseCookie(cookie)[NAME];
}

/** The header value that keeps `token` on the device; `secure` when the site is served over https. */
export function deviceCookie(token: string, secure: boolean): string {
  return stringifySetCookie({ name: NAME, value: token, ...common(secure), maxAge: MAX_AGE_S });
}

/** The header value that makes the device forget its token. */
export function forgetDeviceCookie(secure: boolean): string {
  return stringifySetCookie({ name: NAME, value: "", ...common(secure), maxAge: 0 });
}

function common(secure: boolean) {
  return { path: "/", httpOnly: true, sameSite: "lax" as const, secure };
}
