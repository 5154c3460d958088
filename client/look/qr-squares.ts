import { encode } from "uqr";

/** A QR code as the content of an SVG of 100 × 100 units: a white ground, and all squares as one path. */
export function qrSquares(text: string): string {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const unit = 100 / size;
  const side = round(unit);
  const squares = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? `M${round(x * unit)} ${round(y * unit)}h${side}v${side}h-${side}z` : [])),
  );
  return `<rect width="100" height="100" fill="#fff"/><path shape-rendering="crispEdges" d="${squares.join("")}"/>`;
}

function round(value: number): string {
  return value.toFixed(3);
}
