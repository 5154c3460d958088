import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { problem, type Problem } from "../../shared/problem.ts";
import { hashOf, newToken, sameHash } from "../secrets.ts";

/**
 * Who may create meetups. Keys are kept as hashes, one a line, in a file of their own in the data
 * folder, so that one can be added while the server runs.
 */
export class CreateKeys {
  readonly #mode: "anyone" | "key" | "nobody";
  readonly #file: string;

  constructor(mode: "anyone" | "key" | "nobody", dataDir: string) {
    this.#mode = mode;
    this.#file = keyFile(dataDir);
  }

  /** What whoever may not create a meetup is told. */
  get refusal(): Problem {
    return problem(this.#mode === "key" ? "creation-key" : "creation-closed");
  }

  /** Whether a request with this `Authorization` header may create a meetup. */
  async mayCreate(authorization: string | undefined): Promise<boolean> {
    if (this.#mode !== "key") return this.#mode === "anyone";
    const key = /^Bearer +(\S{20,100})$/iu.exec(authorization ?? "")?.[1];
    if (key === undefined) return false;
    const hash = hashOf(key);
    return (await storedHashes(this.#file)).filter((stored) => sameHash(stored, hash)).length > 0;
  }
}

/** Makes a key, stores its hash in the data folder and returns the key, which is not kept anywhere. */
export async function addCreateKey(dataDir: string): Promise<string> {
  const key = newToken();
  await mkdir(dataDir, { recursive: true });
  await appendFile(keyFile(dataDir), `${hashOf(key)}\n`, { mode: 0o600 });
  return key;
}

function keyFile(dataDir: string): string {
  return join(dataDir, "create-keys");
}

async function storedHashes(file: string): Promise<string[]> {
  try {
    return (await readFile(file, "utf8")).split("\n").filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
