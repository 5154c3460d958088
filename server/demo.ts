import { run } from "./run.ts";

/** The server with a sample meetup in it, as `npm run demo` runs it: says where to look. */
run(process.env, async (server, url, { publicUrl }) => {
  const { path, organizerPath } = await server.sample();
  const origin = publicUrl ?? url;
  const pair = publicUrl === undefined ? twoNamesOf(url) : undefined;
  const sideBySide = pair
    ? [
        "To be two people at once, open both side by side; each remembers its own name:",
        ...pair.map((name) => `  ${name}${path}`),
      ]
    : ["To be two people at once, open it in two browsers."];
  const lines = [
    "",
    "A sample meetup, with made-up people and votes:",
    `  ${origin}${path}`,
    "To organize it, open:",
    `  ${origin}${organizerPath}`,
    ...sideBySide,
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
});

/** Two names of this machine: to a browser they are two sites, with a cookie each. Undefined for other addresses. */
function twoNamesOf(url: string): [string, string] | undefined {
  const { hostname, port } = new URL(url);
  if (hostname === "localhost") return [url, `http://127.0.0.1:${port}`];
  return hostname === "127.0.0.1" || hostname === "[::1]" ? [url, `http://localhost:${port}`] : undefined;
}
