import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import { problem, type Problem } from "../../shared/problem.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** The origin that links to this server carry: the configured one, else that of the request. */
export function ownOrigin(request: IncomingMessage, publicUrl: string | undefined): string {
  return publicUrl ?? `http://${request.headers.host ?? "localhost"}`;
}

/**
 * The first thing checked of every request and every upgrade: that it was meant for this server
 * (421) and does not come from another site's page (403). Undefined when it is fine.
 */
export function whyNotFromHere(request: IncomingMessage, publicUrl: string | undefined): Problem | undefined {
  const host = request.headers.host ?? "";
  if (!isToOneHost(request, host)) return problem("unknown-host");
  const asConfigured = publicUrl !== undefined && isHostOf(publicUrl, host);
  if (!asConfigured && !isLocalName(host)) return problem("unknown-host");
  const { origin } = request.headers;
  if (origin !== undefined && !isOwn(origin, host, publicUrl)) return problem("foreign-origin");
  const upgrade = request.headers.upgrade !== undefined;
  const unsafe = !SAFE_METHODS.has(request.method ?? "GET");
  if (request.headers["sec-fetch-site"] === "cross-site" && (unsafe || upgrade)) return problem("foreign-origin");
  return undefined;
}

/** Whether all that a request says of whom it is for is this Host: Node takes the first of two, and what the address names for no host. */
function isToOneHost({ headersDistinct, url = "/" }: IncomingMessage, host: string): boolean {
  const hosts = headersDistinct.host ?? [];
  if (hosts.length > 1) return false;
  return url.startsWith("/") || !URL.canParse(url) || new URL(url).host === host.toLowerCase();
}

/** Whether a Host is that of an origin; some proxies say the port that goes without saying. */
function isHostOf(origin: string, host: string): boolean {
  const { host: own, protocol } = new URL(origin);
  return [own, `${own}:${protocol === "https:" ? 443 : 80}`].includes(host.toLowerCase());
}

function isOwn(origin: string, host: string, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined) return origin === publicUrl;
  return origin === `http://${host.toLowerCase()}`;
}

/** `localhost` or an IP literal, with or without a port: names that no page elsewhere can take over by DNS. */
function isLocalName(host: string): boolean {
  const [, name = "", v6 = ""] = /^([^:[\]%]+|\[([^\]%]+)\])(?::\d{1,5})?$/u.exec(host) ?? [];
  return name.toLowerCase() === "localhost" || isIPv4(name) || isIPv6(v6);
}
