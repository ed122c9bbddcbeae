import { readFileSync } from "node:fs";
import type { Env } from "../env.ts";
import type { SystemFacts } from "../services/context.ts";

export function systemFacts({ databaseUrl }: Env): SystemFacts {
  const file = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
  return { version, database: databaseUrl === undefined ? "embedded" : "external", sockets: { open: 0 } };
}
