import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { NewsMessage } from "../../shared/exports/news-message.ts";
import { webhookSignature } from "../../server/outward/webhook-post.ts";

/** What came in one request. */
export interface Received {
  headers: IncomingMessage["headers"];
  body: string;
  message: NewsMessage;
}

/** How a receiver takes what comes: well, with a status, never answering, or with this. */
type Manner = "takes" | number | "hangs" | ((response: ServerResponse) => void);

/** A webhook receiver on this machine, which can be told to fail. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  manner: Manner = "takes";
  #server: Server | undefined;
  #port = 0;
  #news: () => void = () => undefined;

  static async starts(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.listens();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  /** Listens, again on the same port. */
  async listens(): Promise<void> {
    const server = createServer((request, response) => this.#take(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Refuses connections. */
  async closes(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
    this.#server = undefined;
  }

  /** Resolves once what has come fulfils this. */
  async until(isSo: (received: readonly Received[]) => boolean, what: string): Promise<void> {
    const late = Date.now() + 15_000;
    while (!isSo(this.received)) {
      const left = late - Date.now();
      if (left <= 0) throw new Error(`Waited in vain for ${what}; received ${JSON.stringify(this.texts)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#news = () => (clearTimeout(timer), resolve());
      });
    }
  }

  /** The texts that came, in order. */
  get texts(): string[] {
    return this.received.map(({ message }) => message.text);
  }

  /** Whether a request carries the signature of this secret, as a receiver would check it. */
  isSigned({ headers, body }: Received, secret: string): boolean {
    const timestamp = String(headers["x-midcycle-timestamp"]);
    return headers["x-midcycle-signature"] === webhookSignature(secret, timestamp, body);
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      this.received.push({ headers: request.headers, body, message: JSON.parse(body) as NewsMessage });
      if (this.manner === "takes") response.writeHead(204).end();
      else if (typeof this.manner === "number") response.writeHead(this.manner).end("no");
      else if (this.manner !== "hangs") this.manner(response);
      this.#news();
    });
  }
}
