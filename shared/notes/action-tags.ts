/** Runs of backticks, and the tag. */
const MARKS = /`+|##action\b:?/gu;

/** Where a line is tagged. */
interface ActionTag {
  index: number;
  length: number;
}

/** The tags in a line, save those in code: between runs of as many backticks. Looks at each mark once, however many there are. */
function tagsIn(line: string): ActionTag[] {
  const marks = [...line.matchAll(MARKS)].map(({ 0: mark, index }) => ({ mark, index }));
  const ends = endsOf(marks.map(({ mark }) => mark));
  const tags: ActionTag[] = [];
  for (let at = 0; at < marks.length; at += 1) {
    const { mark, index } = marks[at]!;
    if (!mark.startsWith("`")) tags.push({ index, length: mark.length });
    else at = ends[at] ?? at;
  }
  return tags;
}

/** For each mark where the next one like it is. */
function endsOf(marks: readonly string[]): (number | undefined)[] {
  const next = new Map<string, number>();
  return marks
    .map((_, index) => marks.length - 1 - index)
    .map((at) => {
      const end = next.get(marks[at]!);
      next.set(marks[at]!, at);
      return end;
    })
    .toReversed();
}

/** Where the line is tagged first. */
export function tagIn(line: string): number | undefined {
  return tagsIn(line)[0]?.index;
}

/** The words without their tags, which stay where they are code. */
export function withoutTags(words: string): string {
  let [rest, from] = ["", 0];
  for (const { index, length } of tagsIn(words)) {
    rest += words.slice(from, index);
    from = index + length;
  }
  return (rest + words.slice(from)).trim();
}
