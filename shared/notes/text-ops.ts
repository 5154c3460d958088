/**
 * How one text becomes another, from its start on: a positive number keeps so many UTF-16 units, a
 * negative one deletes so many, a string is inserted. What is left at the end is kept.
 */
export type TextOp = number | string;

/** Puts an op behind others, joined with the last one where both do the same. */
export function addTextOp(ops: TextOp[], op: TextOp): void {
  if (op === 0 || op === "") return;
  const last = ops.at(-1);
  if (typeof op === "string" && typeof last === "string") ops[ops.length - 1] = last + op;
  else if (typeof op === "number" && typeof last === "number" && last < 0 === op < 0) ops[ops.length - 1] = last + op;
  else ops.push(op);
}
