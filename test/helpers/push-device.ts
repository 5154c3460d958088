import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify, type ECDH } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What came to the push service for one device. */
export interface Pushed {
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** A push service on this machine, as browsers' makers run them: takes what is sent, reads none of it. */
export class PushService {
  readonly pushed: Pushed[] = [];
  /** What it answers, by the path of the device. */
  readonly answers = new Map<string, number>();
  #server: Server | undefined;
  #origin = "";
  #news: () => void = () => undefined;

  static async starts(): Promise<PushService> {
    const service = new PushService();
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const path = request.url ?? "";
        service.pushed.push({ path, headers: request.headers, body: Buffer.concat(parts) });
        response.writeHead(service.answers.get(path) ?? 201).end();
        service.#news();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    service.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    service.#server = server;
    return service;
  }

  get origin(): string {
    return this.#origin;
  }

  /** Resolves once so many have come. */
  async until(count: number): Promise<void> {
    const late = Date.now() + 15_000;
    while (this.pushed.length < count) {
      const left = late - Date.now();
      if (left <= 0) throw new Error(`Waited in vain for ${count} pushes; there are ${this.pushed.length}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#news = () => (clearTimeout(timer), resolve());
      });
    }
  }

  async closes(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

/** A browser that has subscribed: only it can read what is sent to it (RFC 8291). */
export class PushDevice {
  readonly path: string;
  readonly #service: PushService;
  readonly #keys: ECDH = createECDH("prime256v1");
  readonly #auth = randomBytes(16);

  constructor(service: PushService, name: string) {
    this.#service = service;
    this.path = `/push/${name}`;
    this.#keys.generateKeys();
  }

  /** As `PushSubscription.toJSON()` gives it. */
  get subscription() {
    const keys = { p256dh: this.#keys.getPublicKey("base64url"), auth: this.#auth.toString("base64url") };
    return { endpoint: this.#service.origin + this.path, expirationTime: null, keys };
  }

  /** What it was sent, read with its keys. */
  get shown(): unknown[] {
    return this.#service.pushed
      .filter(({ path }) => path === this.path)
      .map(({ body }) => JSON.parse(this.#read(body)));
  }

  #read(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyLength = body[20]!;
    const theirs = body.subarray(21, 21 + keyLength);
    const secret = this.#keys.computeSecret(theirs);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#keys.getPublicKey(), theirs]);
    const key = Buffer.from(hkdfSync("sha256", secret, this.#auth, info, 32));
    const cek = Buffer.from(hkdfSync("sha256", key, salt, "Content-Encoding: aes128gcm\0", 16));
    const nonce = Buffer.from(hkdfSync("sha256", key, salt, "Content-Encoding: nonce\0", 12));
    const sealed = body.subarray(21 + keyLength);
    const decipher = createDecipheriv("aes-128-gcm", cek, nonce).setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
  }
}

/** The claims by which a push service knows the sender (RFC 8292), once the signature with `publicKey` holds. Throws otherwise. */
export function vapidClaims({ headers }: Pushed, publicKey: string): { aud: string; exp: number; sub: string } {
  const [, token = "", key] = /^vapid t=([^,]+), ?k=(.+)$/u.exec(headers.authorization ?? "") ?? [];
  if (key !== publicKey) throw new Error(`Sent with another key: ${headers.authorization}`);
  const point = Buffer.from(publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const verifier = createPublicKey({ key: { kty: "EC", crv: "P-256", x: x!, y: y! }, format: "jwk" });
  const [head, claims, signature] = token.split(".") as [string, string, string];
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: verifier, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) throw new Error("The signature does not hold");
  return JSON.parse(Buffer.from(claims, "base64url").toString()) as { aud: string; exp: number; sub: string };
}
