/** Has pages open with no network from now on. Where browsers don't allow it, as without https, nothing changes. */
export async function workOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const wasSeen = navigator.serviceWorker.controller !== null;
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (wasSeen) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage(performance.getEntriesByType("resource").map(({ name }) => name));
}
