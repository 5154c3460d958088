/** A line's list marker, with the quote that it is in and the box behind it: what stands before its words. */
export const MARKER =
  /^(?<quote>(?:\s*>)*\s*)(?:(?<bullet>[-*+])|(?<number>\d{1,9})(?<dot>[.)]))(?<gap> +)(?<task>\[[ xX-]\] +)?/u;
