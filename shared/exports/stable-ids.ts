/** A whole number of 31 bits, not 0, that a text always has. */
export function stableNumber(text: string): number {
  return hashOf(text, 0) & 0x7fff_ffff || 1;
}

/** Twelve small letters and digits that a text always has. */
export function stableKey(text: string): string {
  return [5, 6].map((seed) => hashOf(text, seed).toString(36).padStart(7, "0").slice(-6)).join("");
}

/** A UUID (version 8) that a text always has: programs then know a thing again that we know by another id. */
export function stableUuid(text: string): string {
  const hex = [1, 2, 3, 4].map((seed) => hashOf(text, seed).toString(16).padStart(8, "0")).join("");
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** FNV-1a, its bits mixed at the end as texts that differ in their last letter would differ in few. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c_9dc5 ^ Math.imul(seed, 0x9e37_79b1);
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
