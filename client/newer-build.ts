import { ownBuild } from "./own-build.ts";
import { server } from "./server-connection.ts";

/** How long the answer is waited for; it comes again with the next connection. Milliseconds. */
const PATIENCE_MS = 10_000;

let isNewer = false;

/** Whether the server has another build than this page is of: then the next page is better loaded whole. */
export function isNewerBuildThere(): boolean {
  return isNewer;
}

/** Looks for another build whenever the live connection stands again. Returns how to stop. */
export function watchForNewerBuild(): () => void {
  const own = ownBuild();
  return server.listen({
    connected: () => void look(),
    disconnected: () => undefined,
    changes: () => undefined,
    me: () => undefined,
    presence: () => undefined,
  });

  async function look(): Promise<void> {
    if (own === null) return;
    const answer = await server.hello(PATIENCE_MS);
    if (!("problem" in answer) && answer.build !== null) isNewer = answer.build !== own;
  }
}
