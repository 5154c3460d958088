import { Server } from "@hocuspocus/server";

/** A peer: Hocuspocus as it comes, which keeps documents in memory alone. */
const server = new Server({ port: 0, address: "127.0.0.1", quiet: true });
await server.listen();
process.stdout.write(`Hocuspocus is ready at ${server.httpURL.replace("0.0.0.0", "127.0.0.1")}\n`);
