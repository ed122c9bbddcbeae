import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withSetupLock } from "./lock.mjs";

const lockFile = () => join(mkdtempSync(join(tmpdir(), "banyan-lock-")), "setup.lock");
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("withSetupLock", () => {
  it("lets one at a time in and leaves no lock behind", async () => {
    const file = lockFile();
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withSetupLock(work, file)));
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it("takes over the lock of a process that has died", async () => {
    const file = lockFile();
    writeFileSync(file, String(deadPid()));
    expect(await withSetupLock(async () => "in", file)).toBe("in");
  });

  it("takes over an old lock that never got its owner's id", async () => {
    const file = lockFile();
    writeFileSync(file, "");
    utimesSync(file, new Date(0), new Date(0));
    expect(await withSetupLock(async () => "in", file)).toBe("in");
  });

  it("gives the lock back when the work fails", async () => {
    const file = lockFile();
    await expect(withSetupLock(async () => Promise.reject(new Error("no")), file)).rejects.toThrow("no");
    expect(existsSync(file)).toBe(false);
  });
});
