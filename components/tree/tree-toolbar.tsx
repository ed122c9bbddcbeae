"use client";
import { ArrowDownToDot, ChevronDown, ChevronUp, Keyboard, ListCollapse } from "lucide-react";
import { useCommandRegistry } from "../keys";
import { Button, cx, formatCount, StatusGlyph, Tooltip } from "../ui";
import { TreeSearch, type TreeSearchProps } from "./tree-search";

export type TreeToolbarProps = TreeSearchProps & {
  readonly errors: number;
  readonly following: boolean;
  readonly canFollow: boolean;
  readonly doneClosed: boolean;
  readonly onCloseDone: () => void;
  readonly onError: (step: 1 | -1) => void;
  readonly onFollow: () => void;
};

export function TreeToolbar(props: TreeToolbarProps) {
  const commands = useCommandRegistry();
  return (
    <div className="@container flex h-10 shrink-0 items-center gap-2 border-b px-2">
      <TreeSearch {...props} />
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

function Errors({ errors, query, onError }: TreeToolbarProps) {
  if (errors === 0) return null;
  return (
    <div
      className={cx(
        "flex h-7 shrink-0 items-center rounded bg-failed-soft text-failed-ink text-small",
        query && "@max-lg:hidden",
      )}
    >
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
