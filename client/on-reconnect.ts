/**
 * Calls `back` when this device is likely to reach the server again: it has a network, or somebody looks at the page
 * after a while. An attempt to connect that was begun before may hang for long. Returns how to stop.
 */
export function onReconnect(back: () => void): () => void {
  const look = () => document.visibilityState === "visible" && back();
  // A page that has just been loaded is not back: its first attempt is under way.
  const shown = ({ persisted }: PageTransitionEvent) => persisted && look();
  addEventListener("online", look);
  addEventListener("pageshow", shown);
  document.addEventListener("visibilitychange", look);
  return () => {
    removeEventListener("online", look);
    removeEventListener("pageshow", shown);
    document.removeEventListener("visibilitychange", look);
  };
}
