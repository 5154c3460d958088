/** What our service worker uses of its surroundings: the types of workers don't go together with those of pages. */
export interface WorkerScope {
  /**
   * Which build this worker is of, the files that it keeps, and all that notes need, which is partly among them; the
   * build puts it there.
   */
  MIDCYCLE: { build: string; files: string[]; notesFiles: string[] };
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WaitingEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: WaitingEvent & { data: unknown }) => void): void;
}

export interface WaitingEvent {
  waitUntil(until: Promise<unknown>): void;
}

export interface FetchEvent extends WaitingEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
