"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { CirclePause, Gauge, Hand, type LucideIcon, OctagonAlert, TriangleAlert, Unplug } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Need } from "#server/services/overview-types";
import { every, useTRPC } from "../providers";
import { Loaded } from "../shell";
import { Age, cx, formatCount, Link, Skeleton } from "../ui";
import { needHref } from "./model/links";

const REFRESH_MS = 10_000;
const TILES = 6;

type Face = {
  readonly title: string;
  readonly icon: LucideIcon;
  /** What is said when there is none. */
  readonly none: string;
  readonly since: string;
  readonly rail: string;
  readonly ink: string;
};

const FACES: Readonly<Record<Need["kind"], Face>> = {
  asked: {
    title: "Waiting for a person",
    icon: Hand,
    none: "No run waits for anyone",
    since: "oldest",
    rail: "bg-waiting",
    ink: "text-waiting-ink",
  },
  attention: {
    title: "Held back",
    icon: TriangleAlert,
    none: "No tree is held back",
    since: "oldest",
    rail: "bg-degraded",
    ink: "text-degraded-ink",
  },
  failing: {
    title: "Failing workflows",
    icon: OctagonAlert,
    none: "No run failed in 24 h",
    since: "last",
    rail: "bg-failed",
    ink: "text-failed-ink",
  },
  limits: {
    title: "Limits hit",
    icon: Gauge,
    none: "No limit was hit in 24 h",
    since: "last",
    rail: "bg-failed",
    ink: "text-failed-ink",
  },
  breakers: {
    title: "Open breakers",
    icon: Unplug,
    none: "Every breaker is closed",
    since: "since",
    rail: "bg-degraded",
    ink: "text-degraded-ink",
  },
  paused: {
    title: "Paused",
    icon: CirclePause,
    none: "No tree is paused",
    since: "oldest",
    rail: "bg-waiting",
    ink: "text-waiting-ink",
  },
};

const GRID = "grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6";

export function useNeeds() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.overview.needs.queryOptions(), refetchInterval: every(REFRESH_MS) });
}

/** What wants a person now, each with the list behind it. */
export function NeedTiles() {
  return (
    <section aria-label="What needs you now">
      <Loaded query={useNeeds()} what="What needs you" skeleton={<TileSkeletons />}>
        {(needs) => <Tiles needs={needs} />}
      </Loaded>
    </section>
  );
}

export function Tiles({ needs }: { readonly needs: readonly Need[] }) {
  return (
    <div className={GRID}>
      {/* A server of a later version may tell of more. */}
      {needs
        .filter(({ kind }) => kind in FACES)
        .map((need) => (
          <Tile key={need.kind} need={need} />
        ))}
    </div>
  );
}

function Tile({ need }: { readonly need: Need }) {
  const { title, icon: Icon, none, since, rail, ink } = FACES[need.kind];
  const some = need.count > 0;
  const asked = useAsked(need);
  const detail = asked === null ? detailOf(need) : `${asked} · ${detailOf(need)}`;
  return (
    <Link
      href={needHref(need)}
      data-testid={`need-${need.kind}`}
      className="relative min-w-0 overflow-hidden rounded border py-2.5 pr-3 pl-4 transition-colors hover:bg-hover"
    >
      <span aria-hidden className={cx("absolute inset-y-0 left-0 w-[3px]", some ? rail : "bg-line")} />
      <span className="flex items-center justify-between gap-2 text-ink-muted text-small">
        {title}
        <Icon aria-hidden className={cx("size-4 shrink-0", some ? ink : "text-ink-faint")} />
      </span>
      <span className={cx("block font-semibold text-title", some ? "text-ink" : "text-ink-faint")}>
        {formatCount(need.count)}
      </span>
      <span className="block truncate text-small" title={some ? detail : undefined}>
        {some ? <span className={ink}>{detail}</span> : <span className="text-ink-faint">{none}</span>}
        {some && need.since !== null ? (
          <span className="text-ink-faint">
            {" "}
            · {since} <Age at={need.since} />
          </span>
        ) : null}
      </span>
    </Link>
  );
}

/** What the first run that waits for a person asks: its name alone does not say what to do. `null` = no approval, or not known. */
function useAsked(need: Need): string | null {
  const trpc = useTRPC();
  const first = need.kind === "asked" ? need.runs[0] : undefined;
  const acts = useQuery({
    ...trpc.runs.acts.queryOptions(first ? { id: first.id } : skipToken),
    // A run may ask one thing after another.
    refetchInterval: every(REFRESH_MS),
  });
  const { since } = need;
  const seen = useRef(since);
  const { refetch } = acts;
  useEffect(() => {
    if (seen.current !== since && first) void refetch();
    seen.current = since;
  }, [since, first, refetch]);
  return acts.data?.places.find(({ asked }) => asked !== null)?.asked?.title ?? null;
}

function detailOf(need: Need): string {
  switch (need.kind) {
    case "asked":
      return need.runs.map(({ label, workflow }) => label ?? workflow)[0] ?? "";
    case "attention":
    case "paused":
      return need.trees.map(({ label, workflow }) => label ?? workflow)[0] ?? "";
    case "breakers":
      return need.breakers.map(({ resource }) => resource)[0] ?? "";
    case "failing":
      return need.workflows.map(({ name }) => name)[0] ?? "";
    case "limits":
      return need.codes.map(({ code }) => code)[0] ?? "";
  }
}

function TileSkeletons() {
  return (
    <div role="status" aria-label="Loading" className={GRID}>
      {Array.from({ length: TILES }, (_, tile) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places are all alike and never move
        <div key={tile} className="h-[92px] rounded border p-3">
          <Skeleton className="h-3 w-20" />
          <Skeleton className="mt-3 h-5 w-8" />
        </div>
      ))}
    </div>
  );
}
