/** Fewer than this many people in a cell are not shown, and fewer changed votes are not released. */
export const FEWEST = 3;
