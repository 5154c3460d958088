import { fileURLToPath } from "node:url";
import { buildClientIfStale } from "../../server/build-client.ts";

/** Builds the pages before the first server of a run: two that start at once would build into each other's folder. */
export default function setup(): Promise<void> {
  return buildClientIfStale(fileURLToPath(new URL("../../dist", import.meta.url)));
}
