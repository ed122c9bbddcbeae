"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { runIdOf } from "#server/engine/ids";
import type { RunRow } from "#server/engine/live/wire";
import type { RunDetail } from "#server/services/types";
import { costText, readable } from "../inspector";
import { messageOf, useTRPC } from "../providers";
import { formatBytes, formatCount, formatDuration, Link, Skeleton, STATUS_WORD } from "../ui";
import { JsonDiff } from "../ui/diff";
import { nameOf, type Pair, tookOf } from "./model/align";
import { deltaText, entryDeltas } from "./model/delta";

type CompareDetailsProps = { readonly pair: Pair; readonly a: string; readonly b: string };

/** One place of both trees: figures at once, input, output and context as soon as they are there. */
export function CompareDetails({ pair, a, b }: CompareDetailsProps) {
  return (
    <section
      aria-label={`Differences of ${nameOf(pair)}`}
      data-testid="compare-details"
      className="grid min-h-0 w-[420px] shrink-0 content-start gap-4 overflow-y-auto border-l p-3 max-lg:w-full max-lg:border-t max-lg:border-l-0"
    >
      <h2 className="min-w-0 break-words font-semibold">
        {nameOf(pair)}{" "}
        <span className="block break-all font-mono font-normal text-ink-muted text-micro">{pair.path}</span>
      </h2>
      <Figures pair={pair} />
      <p className="flex gap-4 text-small">
        {pair.a ? <Open tree={a} row={pair.a} side="A" /> : null}
        {pair.b ? <Open tree={b} row={pair.b} side="B" /> : null}
      </p>
      {pair.a && pair.b ? (
        <Values a={runIdOf(a, pair.a.no)} b={runIdOf(b, pair.b.no)} />
      ) : (
        <p className="text-ink-muted">
          Only {pair.a ? "A" : "B"} has this run{whyOnly(pair)}.
        </p>
      )}
    </section>
  );
}

function whyOnly({ differs }: Pair): string {
  if (differs.includes("given")) return ": in the fork a result was given in its place";
  return differs.includes("reused") ? ": the fork took its result over" : "";
}

function Open({ tree, row, side }: { readonly tree: string; readonly row: RunRow; readonly side: string }) {
  const href = row.no === 0 ? `/runs/${tree}` : `/runs/${tree}?run=${row.no}`;
  return (
    <Link href={href} className="text-accent-ink hover:underline">
      Open in {side}
    </Link>
  );
}

function Figures({ pair: { a, b } }: { readonly pair: Pair }) {
  const word = (row: RunRow | null) => (row ? STATUS_WORD[row.status] : "not there");
  return (
    <dl className="grid grid-cols-[88px_1fr] gap-y-1 text-small">
      <Figure label="State">{word(a) === word(b) ? word(a) : `${word(a)} → ${word(b)}`}</Figure>
      <Figure label="Time">{deltaText(tookOf(a), tookOf(b), formatDuration)}</Figure>
      <Figure label="Cost">{deltaText(a?.costUsd ?? null, b?.costUsd ?? null, costText)}</Figure>
      <Figure label="Tokens">{deltaText(a?.tokens ?? null, b?.tokens ?? null, formatCount)}</Figure>
      <Figure label="Retries">{deltaText(a?.retries ?? null, b?.retries ?? null, formatCount)}</Figure>
    </dl>
  );
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="min-w-0 break-words font-mono">{children}</dd>
    </>
  );
}

type SidesProps = { readonly a: string; readonly b: string };

function Values({ a, b }: SidesProps) {
  const trpc = useTRPC();
  const left = useQuery(trpc.runs.get.queryOptions({ id: a }));
  const right = useQuery(trpc.runs.get.queryOptions({ id: b }));
  const error = left.error ?? right.error;
  if (error) return <p className="text-failed-ink">{messageOf(error)}</p>;
  if (!left.data || !right.data) return <Skeleton className="h-24" />;
  return (
    <>
      <Value title="Failure" a={failureOf(left.data)} b={failureOf(right.data)} />
      <Value title="Output" a={left.data.output} b={right.data.output} />
      <Value title="Input" a={left.data.input} b={right.data.input} />
      <Contexts a={a} b={b} />
    </>
  );
}

type Json = RunDetail["input"];

function failureOf({ failureDetail }: RunDetail): Json {
  return failureDetail ? { code: failureDetail.code, message: failureDetail.message } : null;
}

function Value({ title, a, b }: { readonly title: string; readonly a: Json; readonly b: Json }) {
  if (a === null && b === null) return null;
  const same = JSON.stringify(a) === JSON.stringify(b);
  return (
    <section>
      <h3 className="mb-1 font-medium text-ink-muted text-small">{title}</h3>
      {same ? (
        <p className="text-ink-muted text-small">The same in both.</p>
      ) : (
        <JsonDiff before={readable(a).value} after={readable(b).value} label={`${title} of A and of B`} />
      )}
    </section>
  );
}

function Contexts({ a, b }: SidesProps) {
  const trpc = useTRPC();
  const left = useQuery(trpc.runs.context.queryOptions({ id: a }));
  const right = useQuery(trpc.runs.context.queryOptions({ id: b }));
  if (!left.data || !right.data) return null;
  if (left.data.entries.length === 0 && right.data.entries.length === 0) return null;
  const deltas = entryDeltas(left.data.entries, right.data.entries);
  return (
    <section>
      <h3 className="mb-1 font-medium text-ink-muted text-small">Context</h3>
      {deltas.length === 0 ? (
        <p className="text-ink-muted text-small">The same in both.</p>
      ) : (
        <ul className="divide-y rounded border text-small">
          {deltas.map(({ key, change, before, after }) => (
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
    </section>
  );
}
