import { once } from "node:events";
import { createServer, request as ask, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { keepBodies } from "../../server/request-bodies.ts";
import { UnfinishedMessages, type Sender } from "../../server/unfinished-messages.ts";

const http = createServer();
afterEach(() => {
  http.closeAllConnections();
  http.close();
});

/** Everyone who sends, and what of it comes. */
class Watched extends UnfinishedMessages {
  readonly senders: Sender[] = [];
  bytes = 0;
  onCame = (): void => undefined;

  override enter(sender: Sender): () => void {
    this.senders.push(sender);
    return super.enter(sender);
  }

  override came(bytes: number): void {
    super.came(bytes);
    this.bytes += bytes;
    // Once it is kept, too.
    setImmediate(() => this.onCame());
  }
}

test("[C10] a body is handed on when it is whole, in one piece, and what came of it counts until then", async () => {
  const unfinished = new Watched();
  const got: string[] = [];
  http.on("request", (request: IncomingMessage, response) => {
    request.setEncoding("utf8");
    request.on("data", (text: string) => got.push(text));
    request.on("end", () => response.end("ok"));
  });
  keepBodies(http, { unfinished, addressOf: () => "hall" });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const sending = ask({ port: (http.address() as AddressInfo).port, method: "POST" });
  const [first, second] = ["é".repeat(10_000), "è".repeat(10_000)];
  const whole = Buffer.from(first + second);
  const came = new Promise<void>((resolve) => {
    unfinished.onCame = () => void (unfinished.senders[0]!.keptBytes > 20_000 && resolve());
  });
  // Cut within a letter.
  sending.write(whole.subarray(0, 20_001));
  await came;
  expect(got).toEqual([]);
  sending.end(whole.subarray(20_001));
  const [response] = (await once(sending, "response")) as [IncomingMessage];
  response.resume();
  expect(got).toEqual([first + second]);
  expect(unfinished.bytes).toBeGreaterThan(whole.length);
});
