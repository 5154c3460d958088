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

/** The ports from which somebody is connected to this port of this machine, over IPv4. */
export function connectedPorts(port: number): Set<number> {
  const ports = new Set<number>();
  for (const line of readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1)) {
    const [, local, remote, state] = line.trim().split(/\s+/u);
    if (state === ESTABLISHED && portOf(local) === port) ports.add(portOf(remote));
  }
  return ports;
}

/** As the kernel writes it. */
const ESTABLISHED = "01";

function portOf(address: string | undefined): number {
  return Number.parseInt(address?.split(":")[1] ?? "", 16);
}

function statusMiB(pid: number, key: string): number {
  const kilobytes = new RegExp(`${key}:\\s+(\\d+)`, "u").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
