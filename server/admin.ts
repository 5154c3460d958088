import { configFrom } from "./config.ts";
import { addCreateKey } from "./people/create-keys.ts";

/** What the operator of a server does from the shell: `npm run admin -- create-key`. */
const [command] = process.argv.slice(2);
if (command === "create-key") {
  const key = await addCreateKey(configFrom(process.env).dataDir);
  process.stdout.write(`${key}\n`);
} else {
  process.stderr.write("Usage: npm run admin -- create-key   prints a key that may create meetups\n");
  process.exitCode = 2;
}
