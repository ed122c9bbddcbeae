import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { defineTask, type Task } from "#server/executors/task/index";

/** Stands for any work: takes its time and says that it did it. What of the demo data runs live does this. */
export const demoTask: Task = defineTask({
  name: "demo/work",
  description: "Waits for a moment, and says what it does. The only task of the demo workflows.",
  input: z.object({ what: z.string(), ms: z.number().min(0).max(60_000) }),
  run: async ({ what, ms }, { signal, stream }) => {
    const words = wordsAbout(what);
    for (const word of words) {
      stream(word);
      await sleep(ms / words.length, undefined, { signal });
    }
    return { what };
  },
});

function wordsAbout(what: string): readonly string[] {
  const text = `Reading about ${what}. The sources agree on most of it, and two of them say why. What they leave open goes to the parts below; what they settle is summed up here.`;
  return text.split(/(?<= )/);
}
