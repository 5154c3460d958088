import { run } from "./run.ts";

/** The server, as `npm start` runs it. */
run(process.env);
