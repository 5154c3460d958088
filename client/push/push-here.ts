import type { Problem } from "../../shared/problem.ts";
import { server } from "../server-connection.ts";

/** Whether this browser is told: it can't be, its settings forbid it, it isn't, it is. */
export type PushHere = "unsupported" | "denied" | "off" | "on";

/** How this browser stands, for the person it belongs to now. */
export async function pushHere(): Promise<PushHere> {
  const manager = await managerHere();
  if (!manager) return "unsupported";
  if ((await manager.permissionState({ userVisibleOnly: true })) === "denied") return "denied";
  const subscription = await manager.getSubscription();
  if (!subscription) return "off";
  const known = await server.myPush();
  return !("problem" in known) && known.endpoint === subscription.endpoint ? "on" : "off";
}

/** Asks the person, then has this browser told. Only on a press: browsers take no other question. Resolves with why not. */
export async function turnPushOn(): Promise<Problem | "denied" | undefined> {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const key = await server.pushKey();
  if ("problem" in key) return key.problem;
  const manager = await managerHere();
  const subscription = manager && (await subscribed(manager, bytesOf(key.publicKey)));
  if (!subscription) return "denied";
  const answer = await server.putPush(subscription.toJSON());
  return "problem" in answer ? answer.problem : undefined;
}

/** This browser is told nothing more. */
export async function turnPushOff(): Promise<Problem | undefined> {
  const answer = await server.deletePush();
  if ("problem" in answer) return answer.problem;
  const subscription = await (await managerHere())?.getSubscription();
  await subscription?.unsubscribe();
  return undefined;
}

async function managerHere(): Promise<PushManager | undefined> {
  if (!("serviceWorker" in navigator) || !("Notification" in globalThis)) return undefined;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration && "pushManager" in registration ? registration.pushManager : undefined;
}

async function subscribed(manager: PushManager, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(wish);
  } catch {
    // One with another key is left from an earlier server at this address. What fails again is told.
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe(wish);
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
