/** The server has a file of this page no more: it has another build by now. */
export class MissingFile extends Error {}

/** Files that are here, or on their way. */
const known = new Map<string, Promise<void>>();

/**
 * Has code run once all files that it needs are here. Browsers remember an import that failed for as long as the page is
 * open, and the next press would fail too: nothing is imported before all of it could be fetched. It comes from the
 * browser's own cache then. What stands in the same file as the `import()` needs none. What Vite calls around each `import()`, see `client/build/fetch-first.ts`.
 */
export async function withFiles<T>(load: () => Promise<T>, files: readonly string[] = []): Promise<T> {
  await Promise.all(files.map(fetched));
  return load();
}

function fetched(file: string): Promise<void> {
  const before = known.get(file);
  if (before) return before;
  const coming = fetchWhole(`/${file}`).catch((error: unknown) => {
    known.delete(file);
    throw error;
  });
  known.set(file, coming);
  return coming;
}

async function fetchWhole(address: string): Promise<void> {
  const answer = await fetch(address);
  if (answer.status === 404) throw new MissingFile(address);
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  // To its end: the line may break before.
  await answer.arrayBuffer();
}
