/** Who types hardly waits longer between two keys. */
const PAUSE_MS = 600;

/**
 * Has screen readers say something: politely when they come to it, or at once for what is lost.
 * An open dialog makes all else inert, so that each has regions of its own.
 */
export function say(text: string, { assertive = false }: { assertive?: boolean } = {}): void {
  const dialogs = document.querySelectorAll("dialog[open]");
  const region = regionIn(dialogs[dialogs.length - 1] ?? document.body, assertive ? "assertive" : "polite");
  // What comes at the same moment is said with it, and not instead.
  const unsaid = pending.get(region);
  if (unsaid) return void unsaid.push(text);
  const texts = [text];
  pending.set(region, texts);
  // The same words twice are news only if the region was empty in between.
  region.textContent = "";
  setTimeout(() => {
    pending.delete(region);
    // Some are whole sentences.
    region.textContent = texts.join(". ").replaceAll(".. ", ". ");
  }, 50);
}

/** What is about to be said, and where. */
const pending = new Map<Element, string[]>();

let saying: ReturnType<typeof setTimeout> | undefined;

/** The same once nobody has typed on for a moment: what a search has found isn't news at every key. */
export function sayAfterTyping(text: string): void {
  clearTimeout(saying);
  saying = setTimeout(() => say(text), PAUSE_MS);
}

function regionIn(host: Element, live: "polite" | "assertive"): Element {
  const known = host.querySelector(`:scope > [data-say="${live}"]`);
  if (known) return known;
  const region = document.createElement("div");
  region.className = "vh";
  region.dataset.say = live;
  region.setAttribute("role", live === "polite" ? "status" : "alert");
  region.setAttribute("aria-live", live);
  host.append(region);
  return region;
}

// Made before they are needed, or the first words would be missed.
regionIn(document.body, "polite");
regionIn(document.body, "assertive");
