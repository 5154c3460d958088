import { defineConfig } from "vite";
import { fetchFirst } from "./client/build/fetch-first.ts";
import { firstPaint } from "./client/build/first-paint.ts";
import { precompress } from "./client/build/precompress.ts";
import { serviceWorkerFiles } from "./client/build/service-worker.ts";
import { stampBuild } from "./client/build/stamp-build.ts";

/** The service worker is a file by itself. */
const NOT_THE_WORKERS = /^(?!.*\/client\/(?:offline|push)\/)/u;
/** The text, and what reads it. */
const OF_NOTES = /\/client\/notes\/(?:editor|reading|replica)\/|\/node_modules\/(?!lit|@lit)/u;

// As objects, which leave `Host` as the browser sent it: the server compares it with `Origin`.
const server = { target: `http://127.0.0.1:${process.env.PORT ?? "3000"}` };
const sockets = { ...server, ws: true };

export default defineConfig({
  root: "client",
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2024",
    assetsInlineLimit: 0,
    // All are 5 kB more than those of the first page, and a browser asks for six files at a time.
    cssCodeSplit: false,
    rolldownOptions: {
      // What is shared is in one file, also where a part of it could be had later.
      checks: { ineffectiveDynamicImport: false },
      input: { index: "client/index.html", sw: "client/offline/service-worker.ts" },
      output: {
        // Every page starts with one file. In several, they would be preloaded, and Chrome throws away preloads that a
        // service worker has answered: each is then asked for twice, with a warning.
        codeSplitting: {
          groups: [
            { name: "index", tags: ["$initial"], test: NOT_THE_WORKERS, priority: 3 },
            { name: "notes", minShareCount: 2, test: OF_NOTES, priority: 2 },
            { name: "parts", minShareCount: 2, test: NOT_THE_WORKERS, priority: 1 },
          ],
        },
        // The worker's scope is that of its address: all of ours.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  plugins: [fetchFirst(), firstPaint(), stampBuild(), serviceWorkerFiles(), precompress()],
  server: {
    proxy: {
      "/api": server,
      "^/j/": server,
      "^/m/.+\\.(md|zip|json|ics|xml|csv|atom)$": server,
      "/socket.io": sockets,
      // Not the modules in client/notes, which have a dot in their names.
      "^/notes/[\\w-]+(?:\\?|$)": sockets,
    },
  },
});
