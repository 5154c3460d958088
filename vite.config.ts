import { defineConfig } from "vite";
import { precompress } from "./client/build/precompress.ts";

const server = "http://127.0.0.1:3000";

export default defineConfig({
  root: "client",
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2024",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  plugins: [precompress()],
  server: {
    proxy: {
      "/api": server,
      "/j": server,
      "^/m/.+\\.(md|zip|json|ics|xml|csv)$": server,
      "/socket.io": { target: server, ws: true },
      "/notes": { target: server, ws: true },
    },
  },
});
