/** Which build this page is of; null while developing. */
export function ownBuild(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="midcycle-build"]')?.content ?? null;
}
