import type { Person } from "../../../shared/person.ts";
import { onReconnect } from "../../on-reconnect.ts";
import { reloadCurrentPerson } from "../../current-person.ts";
import { fetchSnapshot } from "./fetch-snapshot.ts";
import { PadReplica } from "./pad-replica.ts";
import { openPadStore, type DeviceStore } from "./pad-store.ts";
import { PAD_STORE } from "./pad-store-name.ts";
import { withTimeout } from "./with-timeout.ts";

/** What earlier pages have kept is waited for so long. Milliseconds. */
const FIND_MS = 3000;
/** Old copies are looked for once a pad is likely to be open. Milliseconds. */
const DROP_AFTER_MS = 2000;

const open = new Map<string, { replica: PadReplica; uses: number }>();
/** What isn't saved in these is lost, and whoever wrote it has said that it may be. */
const givenUp = new WeakSet<PadReplica>();
let tellLost: (markdown: string) => void = () => undefined;
let store: Promise<DeviceStore> | undefined;
let stopWaking: () => void = () => undefined;

/**
 * The replica of a meetup's pad, shared by all who ask for it; one that is still saving is taken up again,
 * unless its edits are another person's, who finds them on this device when they are back.
 */
export function openPad({ slug, person }: { slug?: string; person: Person | null }, padId: string): PadReplica {
  let entry = open.get(padId);
  if (entry && !entry.replica.introduce(person)) {
    closeAsAnothers(padId, entry.replica);
    entry = undefined;
  }
  if (!entry) {
    const replica: PadReplica = new PadReplica({
      padId,
      address: notesAddress(),
      person,
      ...(slug !== undefined && { snapshot: () => fetchSnapshot(slug, padId) }),
      store: deviceStore(),
      // Whoever hears of it opens the pad anew, as who the device is now.
      onOtherPerson: () => {
        if (open.get(padId)?.uses === 0) closeAsAnothers(padId, replica);
        void reloadCurrentPerson();
      },
    });
    entry = { replica, uses: 0 };
    open.set(padId, entry);
    if (open.size === 1) listen();
  }
  entry.uses += 1;
  return entry.replica;
}

/** Leaves a pad: at once when everything is saved, otherwise as soon as it is. */
export function leavePad(padId: string): void {
  const entry = open.get(padId);
  if (!entry) return;
  entry.uses -= 1;
  entry.replica.awareness.setLocalStateField("cursor", null);
  const stop = entry.replica.subscribe(closeOnceSaved);
  closeOnceSaved();

  function closeOnceSaved(): void {
    if (!entry || (entry.uses === 0 && isWaitedFor(entry.replica))) return;
    stop();
    if (entry.uses === 0) close(padId, entry.replica);
  }
}

/** Open pads with edits that the server may not have. */
export function unsavedPads(): PadReplica[] {
  return [...open.values()].map(({ replica }) => replica).filter(({ hasUnsaved }) => hasUnsaved);
}

/**
 * Opens the pads of which earlier pages of this device have kept edits of this person that may not have been sent, so that they are. Resolves
 * once these are found, with a way to leave the pads again.
 */
export async function openUnsent(person: Person): Promise<() => void> {
  const kept = await withTimeout(
    deviceStore().then((there) => there.unsent(person.id)),
    FIND_MS,
  ).catch(() => []);
  const pads = kept.filter((padId) => !open.has(padId));
  await Promise.all(pads.map((padId) => isFound(openPad({ person }, padId))));
  return () => {
    for (const padId of pads) leavePad(padId);
  };
}

/** Nobody needs to be told any more that what isn't saved in a pad is lost, nor is that waited for where no page has it open. */
export function giveUp(pad: PadReplica): void {
  givenUp.add(pad);
  for (const [padId, { replica, uses }] of open) if (replica === pad && uses === 0) close(padId, pad);
}

/** Has someone hear the whole text of a pad whose edits are kept nowhere, before it is closed because somebody else is here. */
export function onLost(listener: (markdown: string) => void): void {
  tellLost = listener;
}

/** Gives up a pad with what is not saved, here and on this device, so that it can be opened as the server has it. */
export async function discardPad(padId: string): Promise<void> {
  const entry = open.get(padId);
  if (!entry) return;
  close(padId, entry.replica);
  await entry.replica.forgetKept();
}

/** What this device keeps of notes for one person is another's: they turned out to be one. */
export async function adoptKeptPads(from: string, into: string): Promise<void> {
  await (await deviceStore()).adopt(from, into);
}

/** Closes a pad that somebody else has by now. */
function closeAsAnothers(padId: string, replica: PadReplica): void {
  if (replica.isKeptNowhere && !givenUp.has(replica)) tellLost(replica.text.toString());
  close(padId, replica);
}

function close(padId: string, replica: PadReplica): void {
  if (open.get(padId)?.replica !== replica) return;
  open.delete(padId);
  replica.close();
  if (open.size === 0) unlisten();
}

function listen(): void {
  addEventListener("beforeunload", askBeforeLeaving);
  addEventListener("offline", lookAgain);
  // A laptop that slept, or a phone that was in a pocket, is back without anyone's doing.
  stopWaking = onReconnect(() => {
    for (const { replica } of open.values()) replica.wake();
  });
}

function unlisten(): void {
  removeEventListener("beforeunload", askBeforeLeaving);
  removeEventListener("offline", lookAgain);
  stopWaking();
}

/** Says at once that a connection is gone, which would take its silence half a minute to show. */
function lookAgain(): void {
  for (const { replica } of open.values()) replica.reconnect();
}

/** What this device keeps is there after leaving: only what it could not keep is worth a question. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if ([...open.values()].some(({ replica }) => replica.isAtRisk)) event.preventDefault();
}

/** Edits that a refusal or a failure has stranded are not waited for, unless they are nowhere else; nor is what was given up. */
function isWaitedFor(replica: PadReplica): boolean {
  const { save, isAtRisk } = replica;
  return !givenUp.has(replica) && (save.state === "saving" || save.state === "unsaved" || isAtRisk);
}

/** Resolves once what this device has kept of a pad is there, or takes too long. */
function isFound(pad: PadReplica): Promise<void> {
  let stop: () => void = () => undefined;
  const found = new Promise<void>((resolve) => {
    const look = () => pad.isLoaded && resolve();
    stop = pad.subscribe(look);
    look();
  });
  return withTimeout(found, FIND_MS)
    .catch(() => undefined)
    .finally(() => stop());
}

/** Opened once. Rejects where the browser keeps nothing; the next pad tries again. */
function deviceStore(): Promise<DeviceStore> {
  store ??= openPadStore(PAD_STORE).then(
    (opened) => {
      // Behind what the pad itself reads. Old copies merely take room: the next page tries again.
      setTimeout(() => void opened.dropOld(Date.now()).catch(() => undefined), DROP_AFTER_MS);
      return opened;
    },
    (error: unknown) => {
      store = undefined;
      throw error;
    },
  );
  return store;
}

/** Where pads are, on the server that this page came from. */
export function notesAddress(): string {
  return `${location.origin.replace(/^http/, "ws")}/notes`;
}
