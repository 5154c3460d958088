import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The client as it was built when this process first read it; a new one comes with a new process. */
export class BuiltClient {
  readonly distDir: string;
  #document: Promise<string> | undefined;

  constructor(distDir: string) {
    this.distDir = distDir;
  }

  /** The document of every page. Rejects where nothing was built. */
  document(): Promise<string> {
    this.#document ??= readFile(join(this.distDir, "index.html"), "utf8").catch((error: unknown) => {
      // Too many files may have been open: whoever asks next tries again.
      this.#document = undefined;
      throw error;
    });
    return this.#document;
  }

  /** Which build it is; null where nothing was built, so that there are no pages either. */
  async build(): Promise<string | null> {
    const document = await this.document().catch(() => "");
    return /<meta name="midcycle-build" content="([0-9a-f]+)"/u.exec(document)?.[1] ?? null;
  }
}
