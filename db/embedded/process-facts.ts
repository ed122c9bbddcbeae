import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** Whether a process exists; a zombie counts, for its id is still taken. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Process ids are used again: this text tells two processes with one id apart. `null` = not known here, or gone. */
export function birthOf(pid: number): string | null {
  if (process.platform === "linux") {
    const stat = readProc(`/proc/${pid}/stat`);
    const boot = readProc("/proc/sys/kernel/random/boot_id");
    // The name in parentheses may hold anything; the start time is the 20th field after it.
    const started = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return started && boot ? `${boot.trim()}:${started}` : null;
  }
  if (process.platform === "darwin") return ps(pid, "lstart=");
  return null;
}

export type PostmasterFacts = "gone" | "zombie" | "this cluster's" | "unrelated" | "unknown";

/** What stands behind the process id in a cluster's lock file. */
export function postmasterBehind(pid: number, cluster: string): PostmasterFacts {
  if (!isAlive(pid)) return "gone";
  if (process.platform === "linux") return onLinux(pid, cluster);
  if (process.platform === "darwin") {
    const command = ps(pid, "command=");
    if (command === null) return "gone";
    return command.includes(cluster) ? "this cluster's" : "unrelated";
  }
  return "unknown";
}

function onLinux(pid: number, cluster: string): PostmasterFacts {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return "gone";
  if (stat.charAt(stat.lastIndexOf(")") + 2) === "Z") return "zombie";
  try {
    // A postmaster works in its data folder.
    return readlinkSync(`/proc/${pid}/cwd`) === cluster ? "this cluster's" : "unrelated";
  } catch {
    return isAlive(pid) ? "unknown" : "gone";
  }
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function ps(pid: number, column: string): string | null {
  const result = spawnSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" });
  return result.status === 0 && result.stdout.trim() !== "" ? result.stdout.trim() : null;
}
