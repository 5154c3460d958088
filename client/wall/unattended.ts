import { ownBuild } from "../own-build.ts";
import { server } from "../server-connection.ts";
import { Heartbeat } from "./heartbeat.ts";

const RELOADED_AT = "midcycle.reloaded-at";
/** The picture wanders over this many places, so that nothing burns in. */
const PLACES = 16;
/** Pixels from one place to the next. */
const STEP_PX = 3;
const MINUTE_MS = 60_000;

/**
 * What a page on a projector does that nobody looks after: keeps in touch, keeps the screen awake, and draws itself
 * anew at least every second. Close it when the page goes.
 */
export class Unattended {
  readonly touch: Heartbeat;
  readonly #tick: ReturnType<typeof setInterval>;
  readonly #stopListening: () => void;
  #lock: WakeLockSentinel | undefined;
  #isClosed = false;

  /** `isCutOff` says whether what is shown waits for its connection; `heard` that the server is there. */
  constructor({ tick, isCutOff, heard }: { tick: () => void; isCutOff: () => boolean; heard: () => void }) {
    this.touch = new Heartbeat({
      hello: (patienceMs) => server.hello(patienceMs),
      build: ownBuild(),
      now: Date.now,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      reload: () => location.reload(),
      reloadedAt,
      heard: (wasLost) => {
        // A connection from before may look alive for a while yet, and one that waits need not wait any longer.
        if (wasLost || isCutOff()) server.reconnect();
        heard();
      },
    });
    this.#tick = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", this.awake);
    this.#stopListening = server.listen({
      connected: this.ask,
      disconnected: this.ask,
      changes: () => undefined,
      me: () => undefined,
      presence: () => undefined,
    });
    this.awake();
  }

  /** How far the picture stands from its place now, for a `transform`: it moves a little every minute. */
  get shift(): string {
    const place = Math.floor(this.touch.now() / MINUTE_MS) % PLACES;
    const [x, y] = [(place % 4) - 1.5, Math.floor(place / 4) - 1.5];
    return `translate(${x * STEP_PX}px, ${y * STEP_PX}px)`;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#tick);
    document.removeEventListener("visibilitychange", this.awake);
    this.#stopListening();
    this.touch.close();
    // It is gone with the page in any case.
    this.#lock?.release().catch(() => undefined);
  }

  private readonly ask = () => void this.touch.ask();

  /** The browser takes the lock back whenever the page is hidden. */
  private readonly awake = () => {
    if (document.visibilityState !== "visible") return;
    this.ask();
    navigator.wakeLock?.request("screen").then(
      (lock) => {
        this.#lock = lock;
        if (this.#isClosed) void lock.release();
      },
      // Refused, as on a low battery: then the device's own settings decide.
      () => undefined,
    );
  };
}

const reloadedAt = {
  read: (): number => {
    try {
      return Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
    } catch {
      return 0;
    }
  },
  write: (at: number): void => {
    try {
      sessionStorage.setItem(RELOADED_AT, String(at));
    } catch {
      // Without storage a page that stays old would load again and again, at most once a beat.
    }
  },
};
