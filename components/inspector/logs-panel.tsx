"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowDownToLine } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { LOG_LEVELS, type LogLevel } from "#server/engine/task-log";
import type { LogRow } from "#server/services/run/logs";
import { every, messageOf, useOnceEnded, useTRPC } from "../providers";
import {
  Button,
  CopyButton,
  cx,
  ErrorState,
  Input,
  Instant,
  oneOf,
  Select,
  Skeleton,
  useAddressed,
} from "../ui";
import { fieldsText, placeOfLine, printLines } from "./model/logs";
import { ValueView } from "./value-view";

const REFRESH_MS = 1_000;
const SHOWN = 500;
const END = Number.MAX_SAFE_INTEGER;
const BY_LEVEL = oneOf(LOG_LEVELS);
const BY_SCOPE = oneOf(["run", "subtree"]);
const LEVELS = LOG_LEVELS.map((value) => ({
  value,
  label: value === "debug" ? "Every level" : value === "error" ? "Errors" : `${value} and above`,
}));
const SCOPES = [
  { value: "run", label: "This run" },
  { value: "subtree", label: "And all below" },
];
const INK: Readonly<Record<LogLevel, string>> = {
  debug: "text-ink-faint",
  info: "text-ink-muted",
  warn: "text-degraded-ink",
  error: "text-failed-ink",
};

type LogsPanelProps = { readonly id: string; readonly live: boolean };

/** What tasks of a run logged, or of all below it too: the last lines, and while it goes on what comes. */
export function LogsPanel({ id, live }: LogsPanelProps) {
  const trpc = useTRPC();
  const [scope, setScope] = useAddressed("logs", BY_SCOPE);
  const [level, setLevel] = useAddressed<LogLevel>("loglevel", BY_LEVEL);
  const [typed, setTyped] = useState("");
  const [before, setBefore] = useState(END);
  const [following, setFollowing] = useState(true);
  const q = useDeferredValue(typed.trim());
  const grows = live && before === END;
  const shown = trpc.runs.logs.queryOptions({ id, scope, level, q, before, limit: SHOWN });
  const logs = useQuery({
    ...shown,
    staleTime: 0,
    placeholderData: (last) => last,
    refetchInterval: grows ? every(REFRESH_MS) : false,
  });
  useOnceEnded(live, shown.queryKey);
  /** What is asked for otherwise is looked at from its end. */
  const fromEnd =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setBefore(END);
    };
  return (
    <div className="grid gap-3" data-testid="logs">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="Of which runs"
          value={scope}
          options={SCOPES}
          onChange={fromEnd((next: string) => setScope(next === "subtree" ? "subtree" : "run"))}
        />
        <Select
          label="Level"
          value={level}
          options={LEVELS}
          onChange={fromEnd((next: string) => setLevel(next as LogLevel))}
        />
        <Input
          type="search"
          aria-label="Search in the log"
          placeholder="Search"
          className="min-w-32 flex-1"
          maxLength={200}
          value={typed}
          onChange={(event) => fromEnd(setTyped)(event.target.value)}
        />
        {grows ? <Follow on={following} onChange={setFollowing} /> : null}
      </div>
      {logs.error ? (
        <ErrorState
          title="The log could not be loaded"
          message={messageOf(logs.error)}
          onRetry={() => void logs.refetch()}
        />
      ) : logs.data ? (
        <>
          <Pages
            earlier={logs.data.nextCursor}
            atEnd={before === END}
            rows={logs.data.data}
            onBefore={setBefore}
          />
          <Lines rows={logs.data.data} named={scope === "subtree"} follow={grows && following} />
        </>
      ) : (
        <Skeleton className="h-40" />
      )}
    </div>
  );
}

function Follow({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <Button
      size="small"
      look="quiet"
      aria-pressed={on}
      title="Keep the last line in sight"
      onClick={() => onChange(!on)}
      className={cx(on && "bg-hover text-ink")}
    >
      <ArrowDownToLine aria-hidden /> Follow
    </Button>
  );
}

type PagesProps = {
  /** Where the lines before these end; `null` = there are none. */
  readonly earlier: string | null;
  readonly atEnd: boolean;
  readonly rows: readonly LogRow[];
  readonly onBefore: (before: number) => void;
};

function Pages({ earlier, atEnd, rows, onBefore }: PagesProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 empty:hidden">
      {earlier === null ? null : (
        <Button size="small" onClick={() => onBefore(Number(earlier))}>
          Show earlier lines
        </Button>
      )}
      {atEnd ? null : (
        <Button size="small" onClick={() => onBefore(END)}>
          Back to the last lines
        </Button>
      )}
      {rows.length > 0 ? (
        <CopyButton text={printLines(rows)} label={`Copy ${rows.length} lines`} className="ml-auto" />
      ) : null}
    </div>
  );
}

type LinesProps = {
  readonly rows: readonly LogRow[];
  /** Says of which run each is. */
  readonly named: boolean;
  readonly follow: boolean;
};

function Lines({ rows, named, follow }: LinesProps) {
  const end = useRef<HTMLDivElement>(null);
  const last = rows.at(-1)?.line;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new last line is brought in sight
  useEffect(() => {
    if (follow) end.current?.scrollIntoView({ block: "nearest" });
  }, [follow, last]);
  if (rows.length === 0)
    return (
      <p className="text-ink-muted">
        Nothing was logged here that fits. A task logs with <code className="font-mono">context.log</code>.
      </p>
    );
  return (
    <>
      <ol className="divide-y rounded border font-mono text-micro">
        {rows.map((row) => (
          <li key={row.line} className="px-2 py-0.5" data-level={row.level}>
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-ink-faint leading-6">
                <Instant at={row.at} />
              </span>
              <span className={cx("w-10 shrink-0", INK[row.level])}>{row.level}</span>
              <span className="min-w-0 whitespace-pre-wrap break-words text-ink text-small">
                {row.message}
              </span>
              <span className="ml-auto text-ink-faint">{placeOfLine(row, named)}</span>
            </p>
            {row.fields ? (
              <details>
                <summary className="cursor-pointer truncate text-ink-muted leading-6">
                  {fieldsText(row.fields)}
                </summary>
                <ValueView value={row.fields} label="Fields" />
              </details>
            ) : null}
          </li>
        ))}
      </ol>
      <div ref={end} />
    </>
  );
}
