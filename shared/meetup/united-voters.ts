/** Some people, of whom it can be asked whether somebody is among them. */
export type Voters = Iterable<string> & Pick<ReadonlySet<string>, "has">;

/** Everyone who will come to one of these topics. Whether somebody does is known without counting all. */
export class UnitedVoters implements Voters {
  readonly #topics: readonly { voters: ReadonlySet<string> }[];

  constructor(topics: readonly { voters: ReadonlySet<string> }[]) {
    this.#topics = topics;
  }

  has(personId: string): boolean {
    return this.#topics.some(({ voters }) => voters.has(personId));
  }

  [Symbol.iterator](): Iterator<string> {
    const all = new Set<string>();
    for (const { voters } of this.#topics) for (const id of voters) all.add(id);
    return all.values();
  }
}
