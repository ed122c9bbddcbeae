"use client";
import { ChevronDown, ChevronUp, ListFilter, Search, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Button, cx, formatCount, Input } from "../ui";

export type TreeSearchProps = {
  readonly query: string;
  readonly matches: number;
  /** Which of them is chosen, from 0 on; -1 = none. */
  readonly at: number;
  /** Only what matches is shown, not marked among all. */
  readonly only: boolean;
  /** Runs are searched by agents, tags and keys of contexts too. */
  readonly wide: boolean;
  readonly onQuery: (query: string) => void;
  readonly onMatch: (step: 1 | -1) => void;
  readonly onOnly: (only: boolean) => void;
};

/** What is searched for, how much of it there is, and the ways through it. */
export function TreeSearch(props: TreeSearchProps) {
  const { query, matches, at, wide, onQuery, onMatch } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && query) return onMatch(event.shiftKey ? -1 : 1);
    if (event.key !== "Escape") return;
    onQuery("");
    event.currentTarget.blur();
  };
  return (
    <>
      <div className="relative min-w-20 max-w-80 grow">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-faint"
        />
        <Input
          type="search"
          data-tree-search
          aria-label="Search this tree"
          placeholder={wide ? "Search name, agent, key:goal…" : "Search name, state, failure…"}
          title={`Words, or name: status: error:${wide ? " agent: tag: key:" : ""} before one; #14 is a run by its number`}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className={cx("h-7 pl-7 text-small [&::-webkit-search-cancel-button]:hidden", query && "pr-20")}
        />
        {query ? (
          <span className="absolute top-1/2 right-0.5 flex -translate-y-1/2 items-center gap-1 text-ink-muted text-micro">
            <span aria-live="polite" data-testid="tree-matches" className="whitespace-nowrap">
              {at < 0 ? formatCount(matches) : `${formatCount(at + 1)} of ${formatCount(matches)}`}
            </span>
            <button
              type="button"
              aria-label="Clear search"
              onClick={() => onQuery("")}
              className="flex size-6 items-center justify-center rounded-sm hover:bg-hover"
            >
              <X aria-hidden className="size-3" />
            </button>
          </span>
        ) : null}
      </div>
      {query ? <Ways {...props} /> : null}
    </>
  );
}

function Ways({ matches, only, onMatch, onOnly }: TreeSearchProps) {
  const none = matches === 0;
  return (
    <div className="flex shrink-0 items-center">
      <Button
        look="quiet"
        size="icon"
        aria-label="Previous match"
        title="Previous match (⇧Enter)"
        disabled={none}
        onClick={() => onMatch(-1)}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Next match"
        title="Next match (Enter)"
        disabled={none}
        onClick={() => onMatch(1)}
      >
        <ChevronDown aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Only matches"
        title="Only matches, or marked among all runs"
        aria-pressed={only}
        onClick={() => onOnly(!only)}
        className={cx(only && "bg-hover text-ink")}
      >
        <ListFilter aria-hidden />
      </Button>
    </div>
  );
}
