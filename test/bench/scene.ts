import type { Peer } from "./peers.ts";

/** The first round is so many times as long, and isn't counted: compiling what runs often takes some fifteen seconds. */
export const WARM_UP = 3;

/** A line of the table. */
export interface Row {
  scene: string;
  server: string;
  /** What it costs, with its unit. */
  cost: string;
  /** Against the relay in the same run. */
  ratio: number | undefined;
  /** What `cost` or `ratio` is to be at most. */
  goal: string;
  /** Milliseconds. */
  p50: number | undefined;
  p95: number | undefined;
  p95Goal: number | undefined;
  more: string;
}

/** What a scene is measured with: the relay comes first. */
export interface Run {
  peers: Peer[];
  rounds: number;
  seconds: number;
}

/** Rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const heads = ["scene", "server", "CPU", "ratio", "goal", "p50", "p95", "goal", "more"];
  const cells = rows.map(({ scene, server, cost, ratio, goal, p50, p95, p95Goal, more }) => [
    scene,
    server,
    cost,
    ratio === undefined ? "" : `×${ratio.toFixed(2)}`,
    goal,
    milliseconds(p50),
    milliseconds(p95),
    p95Goal === undefined ? "" : `${p95Goal} ms`,
    more,
  ]);
  const lines = [heads, heads.map(() => "---"), ...cells];
  return `${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}\n`;
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? "" : `${value.toFixed(1)} ms`;
}
