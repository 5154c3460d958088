/** What the kernel knows of a process. Linux only. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** The memory of a process that is in RAM now, in MiB. */
export function residentMiB(pid: number): number {
  return statusMiB(pid, "VmRSS");
}

/** From now on `peakMiB` counts. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** The most memory that the process had in RAM since `forgetPeak`, in MiB. */
export function peakMiB(pid: number): number {
  return statusMiB(pid, "VmHWM");
}

/** The CPU time a process has used so far, all its threads: milliseconds. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** How many files and sockets a process has open. */
export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

function statusMiB(pid: number, key: string): number {
  const kilobytes = new RegExp(`${key}:\\s+(\\d+)`, "u").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
