import type { Branch } from "./messages";

const KEYS_NAMED = 3;

export function branchName(branch: number): string {
  return branch === 0 ? "Original" : `Fork ${branch}`;
}

/** Where a fork left another branch, and what differs there; nothing of the original. */
export function branchPlace({ from }: Branch): string {
  if (!from) return "";
  const { stop, branch, keys } = from;
  const of = branch === 0 ? "" : `of fork ${branch}, `;
  return `${of}before ${stop.node}, depth ${stop.depth}: ${keysText(keys)}`;
}

function keysText(keys: readonly string[]): string {
  if (keys.length === 0) return "nothing changed";
  const more = keys.length - KEYS_NAMED;
  const named = keys.slice(0, KEYS_NAMED).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}
