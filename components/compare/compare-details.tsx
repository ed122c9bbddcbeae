"use client";
import type { ReactNode } from "react";
import { runIdOf } from "#server/engine/ids";
import type { RunRow } from "#server/engine/live/wire";
import { costText } from "../inspector";
import { formatCount, formatDuration, Link, STATUS_WORD } from "../ui";
import { CompareValues } from "./compare-values";
import { nameOf, type Pair, tookOf } from "./model/align";
import { deltaText } from "./model/delta";

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
        <CompareValues a={runIdOf(a, pair.a.no)} b={runIdOf(b, pair.b.no)} same={pair.same} />
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
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-y-1 text-small">
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
