import type { IncomingMessage } from "node:http";

/** Whether a hop on the way here is a proxy whose forwarded headers count; hop 0 is who connected. */
export type IsProxy = (address: string, hop: number) => boolean;

/**
 * Where a request or an upgrade comes from, as limits count it: the nearest address that is no proxy of ours, and of an
 * IPv6 address the network, as one person has all of it. What others have put into forwarded headers counts for nothing.
 */
export function clientAddress(request: IncomingMessage, isProxy: IsProxy): string {
  const forwarded = request.headersDistinct["x-forwarded-for"]?.join(",").split(",") ?? [];
  const hops = [request.socket.remoteAddress ?? "", ...forwarded.map((each) => each.trim()).toReversed()];
  const nearest = hops.findIndex((address, hop) => !isProxy(address, hop));
  return networkOf(hops.at(nearest) ?? "");
}

/** An IPv4 address as it is, however it is written; the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  const [plain = ""] = address.toLowerCase().split("%");
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/u.exec(plain)?.[1];
  if (v4 !== undefined) return v4;
  const [left = "", right] = plain.split("::");
  const leading = left.split(":").filter(Boolean);
  const trailing = (right ?? "").split(":").filter(Boolean);
  const zeros = Math.max(0, 8 - leading.length - trailing.length);
  const groups = [...leading, ...Array.from({ length: zeros }, () => "0"), ...trailing];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/u, ""))
    .join(":");
}
