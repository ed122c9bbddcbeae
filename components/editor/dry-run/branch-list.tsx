"use client";
import { GitFork } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx, formatDuration } from "../../ui";
import { branchName, branchPlace } from "../model/trial/branches";
import type { Branch, Shown } from "../model/trial/messages";

type BranchListProps = { readonly shown: Shown; readonly onBranch: (branch: number) => void };

/** Beside the name of a branch. */
const STATE: Readonly<Record<Branch["moment"]["state"], string>> = {
  ready: "not begun",
  moving: "paused",
  stopped: "stopped",
  ended: "ended",
  stuck: "stands still",
};

/** The original and its forks, of which one is shown: the others stay as they were left. */
export function BranchList({ shown, onBranch }: BranchListProps) {
  if (shown.branches.length < 2) return null;
  return (
    <nav
      aria-label="Original and forks"
      className="max-h-28 shrink-0 overflow-auto border-b px-3 py-1.5"
      data-testid="dry-branches"
    >
      <ul className="flex gap-1.5 md:flex-wrap">
        {shown.branches.map((branch, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a branch is its place in the list, which only grows
          <li key={index} className="max-w-full shrink-0">
            <One
              branch={branch}
              index={index}
              here={index === shown.branch}
              plays={index === shown.branch && shown.playing}
              onBranch={onBranch}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type OneProps = {
  readonly branch: Branch;
  readonly index: number;
  readonly here: boolean;
  readonly plays: boolean;
  readonly onBranch: (branch: number) => void;
};

function One({ branch, index, here, plays, onBranch }: OneProps) {
  const place = branchPlace(branch);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (here) button.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [here]);
  return (
    <button
      ref={button}
      type="button"
      aria-current={here ? "true" : undefined}
      onClick={() => onBranch(index)}
      title={branch.from ? `${place}. Left at ${branch.from.stop.path}` : undefined}
      className={cx(
        "flex max-w-full items-center gap-x-1.5 rounded-sm max-md:whitespace-nowrap md:flex-wrap border px-2 py-0.5 text-left text-small transition-colors",
        here
          ? "border-accent bg-accent-soft text-ink"
          : "border-line-strong text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      <span className="flex shrink-0 items-center gap-1.5 font-medium">
        {branch.from ? <GitFork aria-hidden className="size-3.5" /> : null}
        {branchName(index)}
      </span>
      {place ? <span className="min-w-0 [overflow-wrap:anywhere] max-md:truncate">{place}</span> : null}
      <span className="whitespace-nowrap">
        · {plays ? "running" : STATE[branch.moment.state]} at {formatDuration(branch.moment.at)}
      </span>
    </button>
  );
}
