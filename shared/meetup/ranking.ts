/** 97.5th percentile of the standard normal distribution: a 95 % interval. */
const Z = 1.96;

/**
 * The share of `shown` people that surely want it: the lower bound of the Wilson score interval
 * (E. B. Wilson, 1927) of `votes` among `shown`, to four decimals. 0 when nobody was shown.
 */
export function wilsonLowerBound(votes: number, shown: number): number {
  if (shown === 0) return 0;
  const share = votes / shown;
  const square = Z * Z;
  const centre = share + square / (2 * shown);
  const margin = Z * Math.sqrt((share * (1 - share)) / shown + square / (4 * shown * shown));
  const bound = (centre - margin) / (1 + square / shown);
  return Math.round(Math.max(0, bound) * 10_000) / 10_000;
}
