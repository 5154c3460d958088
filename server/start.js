// Runs a TypeScript file of the server, as `node server/start.js main.ts` or as a thread's first file, from what was
// compiled for an earlier start: types are stripped once, where Node would load a compiler into every thread each time.
// JavaScript, because this file itself comes before that.
import { enableCompileCache, flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/midcycle-server", import.meta.url)));
await import(new URL(process.argv[2], import.meta.url).href);
// Now, because a server may be ended too suddenly to do it then.
flushCompileCache();
