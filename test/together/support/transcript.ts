/** Something the server said: to whom, in answer to what, and its text. */
export interface Said {
  to: string;
  about: string;
  text: string;
}

/** Everything the server has said to anyone, kept to be searched for what it must not say. */
export class Transcript {
  readonly said: Said[] = [];

  add(to: string, about: string, content: unknown): void {
    this.said.push({ to, about, text: typeof content === "string" ? content : (JSON.stringify(content) ?? "") });
  }

  /** To whom and about what `secret` was said, leaving out what `allowed` lets pass. */
  whereSaid(secret: string, allowed: (said: Said) => boolean = () => false): string[] {
    return this.said
      .filter((said) => said.text.includes(secret) && !allowed(said))
      .map(({ to, about }) => `${to}: ${about}`);
  }
}
