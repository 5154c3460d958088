import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a server on this machine on which everything takes a while. */
export interface SlowLine {
  /** The address to use instead of the server's. */
  readonly url: string;
  close(): void;
}

/** Begins one: bytes take `delayMs` each way; a connection stands at once. */
export async function slowLineTo(url: string, delayMs: number): Promise<SlowLine> {
  const { hostname, port } = new URL(url);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    carry(near, far, delayMs);
    carry(far, near, delayMs);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

function carry(from: Socket, to: Socket, delayMs: number): void {
  const later = (run: () => void) => setTimeout(run, delayMs);
  from.setNoDelay(true);
  from.on("data", (chunk) => later(() => to.writable && to.write(chunk)));
  from.on("end", () => later(() => to.end()));
  // A connection that broke off is followed by `close`, which is all that matters here.
  from.on("error", () => undefined);
  from.on("close", () => later(() => to.destroy()));
}
