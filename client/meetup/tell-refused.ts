import type { CommandInput } from "../../shared/meetup/commands.ts";
import { toast } from "../look/toast.ts";

/** Says that something was refused whose form is gone, and lets its person take along what they had written there. */
export async function tellRefused(said: string, command: CommandInput): Promise<void> {
  // Not every page needs it; where it can't be had, the words can't be copied.
  const copy = await import("./copy-written.ts").then(
    (code) => code.copyWritten(command),
    () => undefined,
  );
  toast(said, { isBad: true, ...(copy && { action: { label: "Copy it", run: copy } }) });
}
