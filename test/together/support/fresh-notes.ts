import { afterEach, beforeEach } from "vitest";
import { Editor, RawClient, startNotes, type NotesServer } from "../../server/notes-story.ts";

/** Notes of its own for each test of a file, and those who come to them; all that was opened is closed behind it. */
export function freshNotes() {
  let server: NotesServer;
  let open: { close(): void }[] = [];

  beforeEach(async () => {
    server = await startNotes();
  });
  afterEach(async () => {
    for (const each of open) each.close();
    open = [];
    await server.close();
    await server.store.close();
  });

  function closedLater<T extends { close(): void }>(made: T): T {
    open.push(made);
    return made;
  }

  return {
    get server() {
      return server;
    },
    closedLater,
    /** The server ends, and another one starts on what it has stored. */
    async startAnew(options: { idleMs?: number } = {}): Promise<void> {
      await server.close();
      server = await startNotes({ ...options, store: server.store });
    },
    /** Someone with an unmodified provider, in sync. */
    editor: (as: string): Promise<Editor> => closedLater(new Editor(server.url, as)).synced(),
    /** Someone who sends what they like. */
    raw: async (as: string): Promise<RawClient> => closedLater(await RawClient.join(server.url, as)),
  };
}
