/** People who have a meetup open and look on, in a process of their own; they read what they are sent and do nothing with it. */
import { WebSocket } from "ws";
import { answerEach } from "./own-process.ts";

export interface WatcherQuestion {
  url: string;
  slug: string;
  /** One for each who has a name; empty: somebody without. */
  cookies: string[];
}

/** How many come at the same time. */
const AT_ONCE = 10;

answerEach<WatcherQuestion>(async ({ url, slug, cookies }) => {
  for (let at = 0; at < cookies.length; at += AT_ONCE)
    await Promise.all(cookies.slice(at, at + AT_ONCE).map((cookie) => watches(url, slug, cookie)));
});

/** Engine.IO and Socket.IO as far as looking on needs them; resolves when the meetup has come. */
function watches(url: string, slug: string, cookie: string): Promise<void> {
  const address = `${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { headers: { cookie }, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.on("message", (message: Buffer) => {
      const kind = message.subarray(0, 2).toString("latin1");
      if (kind[0] === "0") socket.send("40");
      else if (kind[0] === "2") socket.send("3");
      else if (kind === "40") socket.send(`420${JSON.stringify(["watch", { slug }])}`);
      else if (kind === "43") resolve();
    });
  });
}
