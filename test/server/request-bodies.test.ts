import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepBodies } from "../../server/connections/request-bodies.ts";
import { SharedBudget, type BudgetUser } from "../../server/connections/shared-budget.ts";

let http: Server;
let unfinished: Watched;
let client: Socket;
/** What Node has read of bodies, piece by piece. */
let read: Buffer[];
let onRequest: RequestListener;

/** Everyone who sends, and what of it comes. */
class Watched extends SharedBudget {
  readonly senders: BudgetUser[] = [];
  bytes = 0;
  onCame = (): void => undefined;

  override enter(sender: BudgetUser): () => void {
    this.senders.push(sender);
    return super.enter(sender);
  }

  override came(bytes: number): void {
    super.came(bytes);
    this.bytes += bytes;
    // Once it is kept, too.
    setImmediate(() => this.onCame());
  }

  /** Resolves when so much is kept of the one body there is. */
  keeps(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.onCame = () => void (this.senders[0]!.keptBytes > bytes && resolve());
    });
  }
}

beforeEach(async () => {
  http = createServer();
  unfinished = new Watched();
  read = [];
  http.on("request", (...both) => onRequest(...both));
  keepBodies(http, { unfinished, addressOf: () => "hall" });
  http.on("request", (request: IncomingMessage) => {
    const push = request.push.bind(request);
    request.push = (piece: Buffer | null) => {
      if (piece !== null) read.push(piece);
      return push(piece);
    };
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  client = connect((http.address() as AddressInfo).port);
});

afterEach(() => {
  client.destroy();
  http.closeAllConnections();
  http.close();
});

function begins(header: string): void {
  client.write(`POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}\r\n\r\n`);
}

test("[C10] a body is handed on when it is whole, in one piece, and what came of it counts until then", async () => {
  const got: string[] = [];
  onRequest = (request, response) => {
    request.setEncoding("utf8");
    request.on("data", (part: string) => got.push(part));
    request.on("end", () => response.end("ok"));
  };
  const [first, second] = ["é".repeat(10_000), "è".repeat(10_000)];
  const whole = Buffer.from(first + second);
  const came = unfinished.keeps(20_000);
  begins(`Content-Length: ${whole.length}`);
  // Cut within a letter.
  client.write(whole.subarray(0, 20_001));
  await came;
  expect(got).toEqual([]);
  client.write(whole.subarray(20_001));
  expect(await text(client)).toContain("200 OK");
  expect(got).toEqual([first + second]);
  expect(unfinished.bytes).toBeGreaterThan(whole.length);
});

test("[C10] of a body whose sender has left next to nothing is kept", async () => {
  const closed = new Promise<void>((resolve) => {
    onRequest = (request) => {
      request.on("error", () => undefined);
      request.once("close", resolve);
      request.resume();
    };
  });
  const came = unfinished.keeps(200_000);
  begins("Content-Length: 250000");
  client.write(Buffer.alloc(200_000, "a"));
  await came;
  const kept = () => read.reduce((sum, { length }) => sum + length, 0);
  expect(kept()).toBe(200_000);
  client.destroy();
  await closed;
  expect(kept()).toBeLessThan(20_000);
});

test("[C10] a body in pieces of one byte counts as what each of them takes in memory", async () => {
  onRequest = (request) => void request.resume();
  const came = unfinished.keeps(1000 * 600);
  begins("Transfer-Encoding: chunked");
  client.write("1\r\na\r\n".repeat(1000));
  await came;
  expect(read).toHaveLength(1000);
  expect(unfinished.bytes).toBe(unfinished.senders[0]!.keptBytes);
});

test("[C10] what nobody takes is handed on as soon as it is too long, to be refused", async () => {
  onRequest = (request, response) => {
    let length = 0;
    request.on("data", (bytes: Buffer) => {
      length += bytes.length;
      if (length > 262_144 && !response.headersSent) response.writeHead(413).end();
    });
  };
  begins("Content-Length: 1000000");
  client.write(Buffer.alloc(300_000, "a"));
  const [answer] = (await once(client, "data")) as [Buffer];
  expect(answer.toString()).toContain("413");
});
