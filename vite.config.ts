import { defineConfig } from "vite";
import { firstPaint } from "./client/build/first-paint.ts";
import { precompress } from "./client/build/precompress.ts";
import { serviceWorkerFiles } from "./client/build/service-worker.ts";
import { stampBuild } from "./client/build/stamp-build.ts";

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
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "client/index.html", sw: "client/offline/service-worker.ts" },
      output: {
        // Every page starts with one file. In several, they would be preloaded, and Chrome throws away preloads that a
        // service worker has answered: each is then asked for twice, with a warning.
        codeSplitting: {
          groups: [{ name: "index", tags: ["$initial"], test: /^(?!.*\/client\/(?:offline|push)\/)/u }],
        },
        // The worker's scope is that of its address: all of ours.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  plugins: [firstPaint(), stampBuild(), serviceWorkerFiles(), precompress()],
  server: {
    proxy: {
      "/api": server,
      "^/j/": server,
      "^/m/.+\\.(md|zip|json|ics|xml|csv)$": server,
      "/socket.io": sockets,
      // Not the modules in client/notes, which have a dot in their names.
      "^/notes/[\\w-]+(?:\\?|$)": sockets,
    },
  },
});
