import { openDialog } from "./open-dialog.ts";
import { toast } from "./toast.ts";

/** Forms whose words are on their way: what became of them is told, whether the form is still there or not. */
export const sentForms = new WeakSet<HTMLElement>();

/**
 * Opens a form in a modal dialog. Escape, a press beside it and the like happen by accident: what was written in it until
 * then can be gone on with.
 */
export function openForm(form: HTMLElement, options: { isWide?: boolean } = {}): void {
  let isWritten = false;
  let isDone = false;
  form.addEventListener("input", () => (isWritten = true));
  form.addEventListener("done", () => (isDone = true));
  const open = async () => {
    await openDialog(form, options);
    if (isDone || !isWritten || sentForms.has(form)) return;
    toast("Closed without saving", { action: { label: "Go on", run: () => void open() } });
  };
  void open();
}
