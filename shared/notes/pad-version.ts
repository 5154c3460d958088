/** A moment of a pad that someone has given a name. */
export interface PadVersion {
  id: string;
  name: string;
  /** Where the pad stood then: its text is the one behind the last moment up to there. */
  seq: number;
  /** When it was named. */
  at: string;
  by: string;
}
