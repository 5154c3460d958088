import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** The way from one device to the server, on which live notes can be cut off while pages still load. */
export class Gate {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #notes = new Set<Socket>();
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Opens a way to the server at `target`, an http address. */
  static async to(target: string): Promise<Gate> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const gate = new Gate(server);
    server.on("connection", (socket) => gate.#pass(socket, Number(new URL(target).port)));
    return gate;
  }

  /** Ends live notes on this way and lets none through. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#notes) socket.destroy();
  }

  heal(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #pass(socket: Socket, port: number): void {
    this.#sockets.add(socket);
    // A lost connection is told by its closing.
    socket.on("error", () => undefined);
    socket.once("data", (first) => {
      const isNotes = first.toString("latin1").startsWith("GET /notes/");
      if (isNotes && this.#isCut) return void socket.destroy();
      if (isNotes) this.#notes.add(socket);
      const onward = connect({ port, host: "127.0.0.1", noDelay: true });
      onward.on("error", () => socket.destroy());
      onward.on("close", () => socket.destroy());
      onward.write(first);
      socket.pipe(onward);
      onward.pipe(socket);
      socket.on("close", () => onward.destroy());
    });
    socket.on("close", () => {
      this.#sockets.delete(socket);
      this.#notes.delete(socket);
    });
  }
}
