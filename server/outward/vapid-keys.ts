import { createECDH } from "node:crypto";
import { ConflictError, type LogStore } from "../store/log-store.ts";

/** The pair of keys by which push services know this server. The private one never leaves it. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

const KEYS = { kind: "vapid", key: "keys" };

/** The server's keys: made at the first start, the same ever after. */
export async function vapidKeysOf(store: LogStore): Promise<VapidKeys> {
  const stored = await store.record(KEYS.kind, KEYS.key);
  if (stored !== undefined) return JSON.parse(stored) as VapidKeys;
  const curve = createECDH("prime256v1");
  const publicKey = curve.generateKeys("base64url", "uncompressed");
  // A number of 32 bytes, which is shorter when it begins with zeros.
  const privateKey = Buffer.concat([Buffer.alloc(32), curve.getPrivateKey()])
    .subarray(-32)
    .toString("base64url");
  const keys: VapidKeys = { publicKey, privateKey };
  try {
    await store.write({ records: [{ op: "create", ...KEYS, value: JSON.stringify(keys) }] });
    return keys;
  } catch (error) {
    if (error instanceof ConflictError) return vapidKeysOf(store);
    throw error;
  }
}
