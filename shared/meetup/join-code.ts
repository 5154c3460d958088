/** A code as it is compared, however it was typed: capital letters and digits, without a dash. */
export function plainCode(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/gu, "");
}

/** Whether both are the same code; how long that takes tells nothing of how much of it was right. */
export function sameCode(tried: string, code: string): boolean {
  const [a, b] = [plainCode(tried), plainCode(code)];
  let difference = a.length ^ b.length;
  for (let at = 0; at < b.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
