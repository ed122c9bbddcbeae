import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A set-up of Vitest and of Playwright alike: whatever a session's tests, and the processes that they start, put among
 * the temporary files goes with the session.
 */
export default function useScratch() {
  const scratch = mkdtempSync(join(tmpdir(), "banyan-tests-"));
  process.env.TMPDIR = scratch;
  return () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
