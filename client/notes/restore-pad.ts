import { toast } from "../look/toast.ts";
import { askName } from "../meetup/ask-name.ts";
import { newId } from "../new-id.ts";
import { server } from "../server-connection.ts";

/**
 * Makes a pad what it was when it stood at `seq`: a new edit of one's own, so that nothing is lost.
 * Says how it went; resolves whether it is done.
 */
export async function restorePad({ slug, padId, seq }: { slug: string; padId: string; seq: number }): Promise<boolean> {
  if (!(await askName())) return false;
  const answer = await server.restorePad(slug, padId, { seq, id: newId() });
  if ("problem" in answer) {
    toast(answer.problem.detail, { isBad: true });
    return false;
  }
  toast("Restored. What was there before stays in the history.");
  return true;
}
