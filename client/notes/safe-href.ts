/** The schemes a link in notes may have; everything else stays text. */
const SCHEMES: readonly string[] = ["http:", "https:", "mailto:"];

/**
 * The address a link in notes leads to, or undefined when it is none that we open: other schemes,
 * and addresses relative to a page nobody knows. `www.` and bare e-mail addresses get their scheme.
 */
export function safeHref(written: string): string | undefined {
  const address = written.trim();
  const whole = /^www\./iu.test(address)
    ? `https://${address}`
    : /^[^\s:/?#@]+@[^\s:/?#@]+\.[^\s:/?#@]+$/u.test(address)
      ? `mailto:${address}`
      : address;
  if (!URL.canParse(whole)) return undefined;
  const { protocol, href } = new URL(whole);
  return SCHEMES.includes(protocol) ? href : undefined;
}
