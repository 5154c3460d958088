import { describe, expect, it } from "vitest";
import { startServer } from "../helpers/server-process.ts";
import { named } from "../together/support/visitor.ts";

/** Waits until the process has written what `pattern` finds. */
async function written(server: { output(): string }, pattern: RegExp): Promise<string[]> {
  await expect.poll(() => server.output(), { timeout: 10_000 }).toMatch(pattern);
  return [...pattern.exec(server.output())!];
}

const ADDRESSES = /A sample meetup.*\n +(\S+)\nTo organize it.*\n +(\S+)\n.*side by side.*\n +(\S+)\n +(\S+)\n/u;

describe("npm run demo", () => {
  it("makes one sample meetup, and says where to open it, alone, as its organizer and as two people", async () => {
    const server = await startServer({ entry: "demo" });
    try {
      const [, address, organizerUrl, one, other] = await written(server, ADDRESSES);
      const path = "/m/philadelphia-2015-sample";
      expect(address).toBe(server.url + path);
      expect([one, other]).toEqual([server.url + path, `http://localhost:${new URL(server.url).port}${path}`]);

      const ana = await named(server.url, "Ana");
      const [link, token] = organizerUrl!.split("#organizer=");
      expect(link).toBe(address);
      const joined = await ana.post("/api/meetups/philadelphia-2015-sample/organizer", { token });
      expect(joined.status).toBe(200);

      expect(await server.kill("SIGTERM")).toMatchObject({ code: 0 });
      await server.restart();
      const [, again, newLink] = await written(server, ADDRESSES);
      expect(again).toBe(address);
      expect(newLink).not.toBe(organizerUrl);
      const { body } = await ana.get<{ meetups: unknown[] }>("/api/meetups");
      expect(body.meetups).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });
});
