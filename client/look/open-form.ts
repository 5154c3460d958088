import { openDialog } from "./open-dialog.ts";
import { toast } from "./toast.ts";

/** Forms whose words are on their way: what became of them is told, whether the form is still there or not. */
export const sentForms = new WeakSet<HTMLElement>();

/**
 * Opens a form in a modal dialog. Escape, a press beside it and the like happen by accident: what was written in it until
 * then can be gone on with.
 */
export function openForm(form: HTMLElement, options: { isWide?: boolean } = {}): void {
  const written = new Set<Node>();
  let isDone = false;
  form.addEventListener("input", ({ target }) => written.add(target as Node));
  // A part of it that is saved, or was given up, holds no such words any more.
  const forget = ({ target }: Event) => {
    for (const field of written) if ((target as Node).contains(field)) written.delete(field);
  };
  for (const ended of ["added", "cancelled"]) form.addEventListener(ended, forget, { capture: true });
  form.addEventListener("done", () => (isDone = true));
  const open = async () => {
    await openDialog(form, options);
    const isWritten = [...written].some((field) => form.contains(field));
    if (isDone || !isWritten || sentForms.has(form)) return;
    toast("Closed without saving", { undo: () => void open(), undoLabel: "Go on" });
  };
  void open();
}
