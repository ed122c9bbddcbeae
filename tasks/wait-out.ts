import { defineRecovery } from "banyan/tasks";

const LONGEST_MS = 15 * 60_000;

/** Waits longer and longer while the other side is busy; goes on with what it was given once that has taken too long. */
export const waitOut = defineRecovery({
  name: "wait-out",
  description: "Tries again after 30 s, 60 s, 120 s … for a quarter of an hour, then uses options.otherwise",
  decide({ failure, tries, spentMs, options }) {
    const passes = failure.class === "rateLimit" || failure.class === "unavailable";
    if (!passes) return { do: "next" };
    const afterMs = 30_000 * 2 ** tries;
    if (spentMs + afterMs <= LONGEST_MS) return { do: "retry", afterMs };
    const { otherwise = null } = options as { readonly otherwise?: string | null };
    return otherwise === null ? { do: "next" } : { do: "degrade", output: otherwise };
  },
});
