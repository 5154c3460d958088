import { toast } from "./toast.ts";

/** Puts text on the clipboard and says so; works on plain http too. Resolves whether it is there. */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyOldWay(text);
    toast(`${what} copied`);
    return true;
  } catch {
    toast(`${what} could not be copied. Select it and copy it by hand.`, { isBad: true });
    return false;
  }
}

function copyOldWay(text: string): void {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "vh";
  const dialogs = document.querySelectorAll("dialog[open]");
  (dialogs[dialogs.length - 1] ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (!isCopied) throw new Error("not copied");
}
