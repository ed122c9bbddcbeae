import { fingerprint } from "../hash.ts";
import { type Random, seeded } from "../simulation/random.ts";

/**
 * Numbers that belong to one thing of a dry run, such as a call: the same seed and name give the same ones, whatever else
 * happens. What is changed about one node so leaves all others as they were.
 */
export function drawFor(seed: number, name: string): Random {
  return seeded(Number.parseInt(fingerprint([seed, name]).slice(0, 8), 16));
}
