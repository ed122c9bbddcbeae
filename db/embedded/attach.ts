import { readFileSync } from "node:fs";
import { DATABASE, urlOf } from "./connection.ts";
import { layoutOf } from "./layout.ts";
import { runningPostmaster } from "./postmaster.ts";

/** Address of the database that a running server keeps in this folder; `null` = none runs. Starts and stops nothing. */
export function runningEmbedded(dataDir: string): string | null {
  const layout = layoutOf(dataDir);
  const running = runningPostmaster(layout.cluster);
  if (!running?.ready) return null;
  const password = readFileSync(layout.password, "utf8").trim();
  return urlOf({ password, port: running.port, database: DATABASE });
}
