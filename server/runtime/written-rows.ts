import type { TreeHeader } from "#db/queries/append-batch";
import type { Commit } from "./batch.ts";
import { type Headers, movedOn, type Unwritten } from "./headers.ts";

/** How far the rows of a tree may be behind its journal: what a reader of both has to catch up on. */
const BEHIND = { events: 128, ms: 1_000 } as const;

/** What the rows of a tree and of its runs hold, as its owner wrote them. */
export type WrittenRows = {
  /** The tree's row; `null` = what the last owner wrote. */
  readonly header: () => TreeHeader | null;
  /** Headers to be written with a commit, or `null` = the rows stay as they are. Call it once a commit, when it is taken. */
  readonly take: (commit: Commit, at: number, must: boolean) => readonly Unwritten[] | null;
};

/**
 * Most steps change nothing that stands in the rows but the name of the node at work. Writing them all the same took
 * half of the processor time and of the write-ahead log of a step.
 */
export function createWrittenRows(headers: Headers): WrittenRows {
  let written: { readonly header: TreeHeader; readonly seq: number; readonly at: number } | null = null;

  function mayStay({ tree, to }: Commit, at: number): boolean {
    if (!written || to - written.seq > BEHIND.events || at - written.at > BEHIND.ms) return false;
    return isSame(written.header, tree) && headers.unwritten().every(movedOn);
  }

  return {
    header: () => written?.header ?? null,
    take: (commit, at, must) => {
      if (!must && mayStay(commit, at)) return null;
      written = { header: commit.tree, seq: commit.to, at };
      const unwritten = headers.unwritten();
      headers.wrote();
      return unwritten;
    },
  };
}

function isSame(one: TreeHeader, other: TreeHeader): boolean {
  for (const key in one) if (one[key as keyof TreeHeader] !== other[key as keyof TreeHeader]) return false;
  return true;
}
