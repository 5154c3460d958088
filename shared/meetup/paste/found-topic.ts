/** A topic as it was found in a pasted text, before it is checked. */
export interface FoundTopic {
  /** The line of the text it starts in, from 1. */
  line: number;
  title: string;
  description: string;
  tags: string[];
  /** Whose topic it is, as the text says. */
  forName?: string;
}
