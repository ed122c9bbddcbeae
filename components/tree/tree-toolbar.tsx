"use client";
import { ArrowDownToDot, ChevronDown, ChevronUp, Keyboard, ListCollapse, Search, X } from "lucide-react";
import { useCommandRegistry } from "../keys";
import { Button, cx, formatCount, Input, StatusGlyph, Tooltip } from "../ui";

export type TreeToolbarProps = {
  readonly query: string;
  readonly matches: number;
  readonly errors: number;
  readonly following: boolean;
  readonly canFollow: boolean;
  readonly doneClosed: boolean;
  readonly onCloseDone: () => void;
  readonly onQuery: (query: string) => void;
  readonly onError: (step: 1 | -1) => void;
  readonly onFollow: () => void;
};

export function TreeToolbar(props: TreeToolbarProps) {
  const { query, matches, onQuery } = props;
  const commands = useCommandRegistry();
  return (
    <div className="@container flex h-10 shrink-0 items-center gap-2 border-b px-2">
      <div className="relative min-w-0 max-w-80 grow">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-faint"
        />
        <Input
          type="search"
          data-tree-search
          aria-label="Search this tree"
          placeholder="Search name, state, failure…"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            onQuery("");
            event.currentTarget.blur();
          }}
          className="h-7 pr-16 pl-7 text-small [&::-webkit-search-cancel-button]:hidden"
        />
        {query ? (
          <span className="absolute top-1/2 right-1 flex -translate-y-1/2 items-center gap-1 text-ink-muted text-micro">
            <span aria-live="polite">{formatCount(matches)}</span>
            <button
              type="button"
              aria-label="Clear search"
              onClick={() => onQuery("")}
              className="flex size-5 items-center justify-center rounded-sm hover:bg-hover"
            >
              <X aria-hidden className="size-3" />
            </button>
          </span>
        ) : null}
      </div>
      <Errors {...props} />
      <div className="ml-auto flex items-center gap-1">
        <FollowButton {...props} />
        <Tooltip text="Close what has succeeded (s)">
          <Button
            look="quiet"
            size="icon"
            aria-label="Close what has succeeded"
            aria-pressed={props.doneClosed}
            onClick={props.onCloseDone}
            className={cx(props.doneClosed && "bg-hover text-ink")}
          >
            <ListCollapse aria-hidden />
          </Button>
        </Tooltip>
        <Tooltip text="Shortcuts of this page (?)">
          <Button
            look="quiet"
            size="icon"
            aria-label="Shortcuts of this page"
            onClick={() => commands.run("keys.show")}
            className="@max-md:hidden"
          >
            <Keyboard aria-hidden />
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

function Errors({ errors, onError }: TreeToolbarProps) {
  if (errors === 0) return null;
  return (
    <div className="flex h-7 shrink-0 items-center rounded bg-failed-soft text-failed-ink text-small">
      <button
        type="button"
        onClick={() => onError(1)}
        className="flex h-full items-center gap-1.5 rounded-l px-2 font-medium hover:bg-failed-soft"
        title="Go to the next failure (n)"
      >
        <StatusGlyph status="failed" />
        {formatCount(errors)} failed
      </button>
      <button
        type="button"
        aria-label="Previous failure"
        onClick={() => onError(-1)}
        className="flex h-full w-6 items-center justify-center hover:bg-failed-soft @max-md:hidden"
      >
        <ChevronUp aria-hidden className="size-3.5" />
      </button>
      <button
        type="button"
        aria-label="Next failure"
        onClick={() => onError(1)}
        className="flex h-full w-6 items-center justify-center rounded-r hover:bg-failed-soft @max-md:hidden"
      >
        <ChevronDown aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}

function FollowButton({ following, canFollow, onFollow }: TreeToolbarProps) {
  if (!canFollow) return null;
  return (
    <Button
      look={following ? "quiet" : "plain"}
      size="small"
      aria-pressed={following}
      onClick={onFollow}
      title="Keep what runs in view (l)"
      className={cx("rounded-full", following ? "text-running-ink" : "border-running/50 text-running-ink")}
    >
      <ArrowDownToDot aria-hidden />{" "}
      <span className={cx(following && "@max-md:sr-only")}>{following ? "Following" : "Follow"}</span>
    </Button>
  );
}
