import { hashOf } from "../secrets.ts";
import type { LogStore, RecordWrite } from "../store/log-store.ts";
import { FewAtATime } from "../turns/few-at-a-time.ts";
import type { PushSubscription } from "./push-subscription.ts";

/** Of each person so many devices are told; the one that came first goes. */
const MOST_DEVICES = 5;

/** Records of people's devices, by person, and of whose an endpoint is. */
const DEVICES = "push";
const ENDPOINT = "push-endpoint";

/** A device that is told: by the hash of its cookie's token, so that signing it out ends it. */
export interface PushDevice extends PushSubscription {
  device: string;
}

/** Which devices people want to be told on. A browser's address belongs to one person at a time. */
export class PushDevices {
  readonly #store: LogStore;
  /** Changes are made one after another, each on what the one before has left. */
  readonly #changes = new FewAtATime(1);

  constructor(store: LogStore) {
    this.#store = store;
  }

  /** The devices of a person, the oldest first. */
  async of(personId: string): Promise<PushDevice[]> {
    const stored = await this.#store.record(DEVICES, personId);
    return stored === undefined ? [] : (JSON.parse(stored) as PushDevice[]);
  }

  /** This device is told from now on, at this address and no other; nobody else is told there. */
  add(personId: string, added: PushDevice): Promise<void> {
    return this.#changes.run(async () => {
      const before = await this.#store.record(ENDPOINT, keyOf(added));
      if (before !== undefined && before !== personId)
        await this.#keep(before, (devices) => devices.filter(({ endpoint }) => endpoint !== added.endpoint));
      await this.#keep(personId, (devices) => {
        const others = devices.filter((each) => each.device !== added.device && each.endpoint !== added.endpoint);
        return [...others, added].slice(-MOST_DEVICES);
      });
    });
  }

  /** Nothing more is told to this device. */
  remove(personId: string, isGone: (device: PushDevice) => boolean): Promise<void> {
    return this.#changes.run(() => this.#keep(personId, (devices) => devices.filter((device) => !isGone(device))));
  }

  async #keep(personId: string, change: (devices: PushDevice[]) => PushDevice[]): Promise<void> {
    const before = await this.of(personId);
    const after = change(before);
    const isLeft = (device: PushDevice) => after.some(({ endpoint }) => endpoint === device.endpoint);
    const records: RecordWrite[] = [
      ...before
        .filter((device) => !isLeft(device))
        .map((gone) => ({ op: "remove" as const, kind: ENDPOINT, key: keyOf(gone) })),
      ...after.map((device) => ({ op: "put" as const, kind: ENDPOINT, key: keyOf(device), value: personId })),
      after.length > 0
        ? { op: "put", kind: DEVICES, key: personId, value: JSON.stringify(after) }
        : { op: "remove", kind: DEVICES, key: personId },
    ];
    if (before.length > 0 || after.length > 0) await this.#store.write({ records });
  }
}

function keyOf({ endpoint }: PushSubscription): string {
  return hashOf(endpoint);
}
