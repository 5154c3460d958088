import type { Plugin, Rolldown } from "vite";

/** Larger ones are kept when they are first used, and by whoever keeps notes: the editor is. */
const KEPT_BYTES = 150_000;
const WORKER = "sw.js";
const NOTES_PAGE = "/client/notes/pad-page.ts";

/** Tells the service worker which build it is of and which files to keep, which is known once all are built. */
export function serviceWorkerFiles(): Plugin {
  return {
    name: "midcycle-service-worker",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        const document = bundle["index.html"];
        if (worker?.type !== "chunk" || document?.type !== "asset") throw new Error("no service worker was built");
        if (worker.imports.length > 0) throw new Error("the service worker must be one file");
        const build = /name="midcycle-build" content="([0-9a-f]+)"/u.exec(String(document.source))?.[1];
        if (build === undefined) throw new Error("the document does not say which build it is of");
        const files = Object.values(bundle).flatMap((file) => {
          const size = file.type === "chunk" ? file.code.length : 0;
          const isScript = file.type === "chunk" && file.fileName !== WORKER;
          return isLook(file) || (isScript && (size <= KEPT_BYTES || file.isEntry)) ? `/${file.fileName}` : [];
        });
        const notesFiles = neededBy(NOTES_PAGE, bundle);
        const known = { build, files: files.toSorted(), notesFiles: notesFiles.toSorted() };
        worker.code = `self.MIDCYCLE=${JSON.stringify(known)};\n${worker.code}`;
      },
    },
  };
}

/** The files that a page can't do without: its own script, what that imports at once, the app's among it, and all looks. */
function neededBy(page: string, bundle: Rolldown.OutputBundle): string[] {
  const own = Object.values(bundle).find((file) => file.type === "chunk" && file.facadeModuleId?.endsWith(page));
  if (!own) throw new Error(`no ${page} was built`);
  const needed = new Set([own.fileName]);
  for (const name of needed) {
    const file = bundle[name];
    if (file?.type === "chunk") for (const imported of file.imports) needed.add(imported);
  }
  const looks = Object.values(bundle).flatMap((file) => (isLook(file) ? [file.fileName] : []));
  return [...needed, ...looks].map((name) => `/${name}`);
}

function isLook({ type, fileName }: Rolldown.OutputBundle[string]): boolean {
  return type === "asset" && fileName.endsWith(".css");
}
