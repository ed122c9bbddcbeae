import { existsSync } from "node:fs";

export const CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] as const;

/** The system's Chromium where there is one; `undefined` = Playwright's own. */
export function chromiumPath(): string | undefined {
  return [process.env["BANYAN_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && existsSync(path),
  );
}
