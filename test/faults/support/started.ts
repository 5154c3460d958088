import { startServer, type ServerProcess } from "../../helpers/server-process.ts";
import type { Run } from "./figure.ts";

/** The settings of a server to which everyone comes from one address, and votes and types at one go. */
const NO_LIMITS = {
  MIDCYCLE_LIMIT_COMMAND_BURST: "1000000",
  MIDCYCLE_LIMIT_OPEN_SIDE_GROUPS: "1000000",
  MIDCYCLE_LIMIT_SIDE_GROUPS: "1000000",
  MIDCYCLE_LIMIT_COMMENTS: "1000000",
  MIDCYCLE_LIMIT_COMMENT_BURST: "1000000",
  MIDCYCLE_LIMIT_PEOPLE_BURST: "1000000",
  MIDCYCLE_LIMIT_MEETUPS_PER_HOUR: "1000000",
  MIDCYCLE_LIMIT_CONNECTIONS: "1000000",
};

/** A server for this run, in a process and on a folder of its own, without limits unless `env` sets them. */
export async function started(
  { ends }: Run,
  options: { dataDir?: string; through?: string[]; env?: Record<string, string> } = {},
): Promise<ServerProcess> {
  const server = await startServer({ ...options, env: { ...NO_LIMITS, ...options.env } });
  ends.defer(() => server.stop());
  return server;
}
