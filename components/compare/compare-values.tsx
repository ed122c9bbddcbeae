"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Json } from "#server/engine/values/json";
import type { RunDetail } from "#server/services/types";
import { useWhole, withoutMedia } from "../inspector";
import { messageOf, useTRPC } from "../providers";
import { Button, ErrorState, formatBytes, Skeleton } from "../ui";
import { JsonDiff } from "../ui/diff";
import type { Sameness } from "./model/align";
import { deltaText, entryDeltas } from "./model/delta";
import { type Likeness, likenessOf } from "./model/likeness";

type SidesProps = { readonly a: string; readonly b: string };

/** What two runs were given, gave, and knew, as far as it is not the same. */
export function CompareValues({ a, b, same }: SidesProps & { readonly same: Sameness }) {
  const trpc = useTRPC();
  const left = useQuery(trpc.runs.get.queryOptions({ id: a }));
  const right = useQuery(trpc.runs.get.queryOptions({ id: b }));
  const error = left.error ?? right.error;
  if (error)
    return (
      <ErrorState
        title="Input and output could not be loaded"
        message={messageOf(error)}
        onRetry={() => void Promise.all([left.refetch(), right.refetch()])}
      />
    );
  if (!left.data || !right.data) return <Skeleton className="h-24" />;
  const hrefs = (side: string) => ({ a: `/api/v1/runs/${a}/${side}`, b: `/api/v1/runs/${b}/${side}` });
  return (
    <>
      <Value title="Failure" a={failureOf(left.data)} b={failureOf(right.data)} same={null} />
      <Value
        title="Output"
        a={left.data.output}
        b={right.data.output}
        same={same.output}
        hrefs={hrefs("output")}
      />
      <Value
        title="Input"
        a={left.data.input}
        b={right.data.input}
        same={same.input}
        hrefs={hrefs("input")}
      />
      <Contexts a={a} b={b} />
    </>
  );
}

function failureOf({ failureDetail }: RunDetail): Json {
  return failureDetail ? { code: failureDetail.code, message: failureDetail.message } : null;
}

type ValueProps = {
  readonly title: string;
  readonly a: Json;
  readonly b: Json;
  /** What their digests say. */
  readonly same: boolean | null;
  /** Where all of them can be had. */
  readonly hrefs?: SidesProps;
};

function Value({ title, a, b, same, hrefs }: ValueProps) {
  const left = useSide(a, hrefs?.a);
  const right = useSide(b, hrefs?.b);
  if (a === null && b === null) return null;
  const isWhole = left.isWhole && right.isWhole;
  const likeness = likenessOf(left, right, same);
  const more = [left.load, right.load].filter((load) => load !== undefined);
  return (
    <Part title={title}>
      {WORDS[likeness] === null ? (
        <JsonDiff before={left.shown} after={right.shown} label={`${title} of A and of B`} />
      ) : (
        <p className="text-ink-muted text-small">{WORDS[likeness]}</p>
      )}
      {isWhole || likeness === "same" ? null : (
        <p className="mt-1 flex flex-wrap items-center gap-2 text-ink-muted text-small">
          Compared in part: {formatBytes(Math.max(left.missing, right.missing))} did not come along.
          {more.length > 0 ? (
            <Button
              size="small"
              busy={left.isLoading || right.isLoading}
              onClick={() => {
                for (const load of more) load();
              }}
            >
              Load all
            </Button>
          ) : null}
        </p>
      )}
      {left.hasFailed || right.hasFailed ? (
        <p role="alert" className="text-failed-ink text-small">
          It could not be loaded.
        </p>
      ) : null}
    </Part>
  );
}

function useSide(given: Json, href: string | undefined) {
  const whole = useWhole(given, href);
  const { value: shown } = withoutMedia(whole.shown);
  return { ...whole, shown };
}

const WORDS: Readonly<Record<Likeness, string | null>> = {
  same: "The same in both.",
  unseen: "Not the same, but what is different is not shown here.",
  unknown: "They begin in the same way. Whether they are the same is not known yet.",
  different: null,
};

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium text-ink-muted text-small">{title}</h3>
      {children}
    </section>
  );
}

function Contexts({ a, b }: SidesProps) {
  const trpc = useTRPC();
  const left = useQuery(trpc.runs.context.queryOptions({ id: a }));
  const right = useQuery(trpc.runs.context.queryOptions({ id: b }));
  const error = left.error ?? right.error;
  if (error)
    return (
      <ErrorState
        title="The contexts could not be loaded"
        message={messageOf(error)}
        onRetry={() => void Promise.all([left.refetch(), right.refetch()])}
      />
    );
  if (!left.data || !right.data) return <Skeleton className="h-12" />;
  if (left.data.entries.length === 0 && right.data.entries.length === 0) return null;
  const { apart, ofStarts } = entryDeltas(left.data.entries, right.data.entries);
  return (
    <Part title="Context">
      {apart.length === 0 ? (
        <p className="text-ink-muted text-small">The same in both.</p>
      ) : (
        <ul className="divide-y rounded border text-small">
          {apart.map(({ key, change, before, after }) => (
            <li key={key} className="flex items-center gap-2 px-2 py-1">
              <span className="min-w-0 truncate font-medium font-mono">{key}</span>
              <span className="text-ink-muted">{change}</span>
              <span className="ml-auto whitespace-nowrap font-mono text-ink-muted">
                {deltaText(before, after, formatBytes)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {ofStarts.length > 0 ? (
        <p data-testid="of-starts" className="mt-1 text-ink-faint text-small">
          Never the same in two trees: <span className="font-mono">{ofStarts.join(", ")}</span>
        </p>
      ) : null}
    </Part>
  );
}
