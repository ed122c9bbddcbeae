import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "../env.ts";
import { StartProblem } from "./start-problem.ts";

const BUILD_ID = join(import.meta.dirname, "..", "..", ".next", "BUILD_ID");

/** Said before anything slow happens. */
export function refuseUnbuilt({ dev, headless }: Pick<Env, "dev" | "headless">): void {
  if (dev || headless || existsSync(BUILD_ID)) return;
  throw new StartProblem(
    "The pages are not built.",
    "Use `npm start`, which builds them, or run `npm run build` first.",
  );
}
