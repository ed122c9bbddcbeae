import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { defineTask, type Task } from "#server/executors/task/index";

/** Stands for any work: takes its time and says that it did it. What of the demo data runs live does this. */
export const demoTask: Task = defineTask({
  name: "demo/work",
  description: "Waits for a moment. The only task of the demo workflows.",
  input: z.object({ what: z.string(), ms: z.number().min(0).max(60_000) }),
  run: async ({ what, ms }, { signal }) => {
    await sleep(ms, undefined, { signal });
    return { what };
  },
});
