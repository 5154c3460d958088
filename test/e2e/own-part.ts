import type { Page } from "playwright-core";

/** What the server tells one person of their own part, over the live connection: held back for a while, all else passes. */
export class OwnPart {
  #held: (() => void)[] | undefined;

  /** To be called before the page is opened. */
  static async of(page: Page): Promise<OwnPart> {
    const part = new OwnPart();
    await page.routeWebSocket(/\/socket\.io\//u, (socket) => {
      socket.connectToServer().onMessage((message) => {
        const pass = () => socket.send(message);
        if (part.#held && String(message).startsWith('42["me",')) part.#held.push(pass);
        else pass();
      });
    });
    return part;
  }

  hold(): void {
    this.#held ??= [];
  }

  /** What was held back comes now. */
  pass(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const pass of held) pass();
  }
}
