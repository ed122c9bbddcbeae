"use client";
import { useQuery } from "@tanstack/react-query";
import type { PlaceValues as Values } from "#server/services/run/place-values";
import { every, messageOf, useOnceEnded, useTRPC } from "../providers";
import { ErrorState, Skeleton } from "../ui";
import { type Place, valueHref } from "./model/value-href";
import { Payload } from "./payload";

const REFRESH_MS = 3_000;

type PlaceValuesProps = {
  readonly place: Place;
  /** It goes on, so that more may come. */
  readonly live: boolean;
};

/** What a node, an item of it or one attempt was given and gave. */
export function PlaceValues({ place, live }: PlaceValuesProps) {
  const trpc = useTRPC();
  const values = useQuery({
    ...trpc.runs.placeValues.queryOptions(place),
    staleTime: 0,
    refetchInterval: live ? every(REFRESH_MS) : false,
  });
  useOnceEnded(live, trpc.runs.placeValues.queryKey(place));
  if (values.error)
    return (
      <ErrorState
        title="What stands there could not be loaded"
        message={messageOf(values.error)}
        onRetry={() => void values.refetch()}
      />
    );
  if (!values.data) return <Skeleton className="h-16" />;
  const { input, output } = values.data;
  const href = (side: "input" | "output") => valueHref(place, side);
  return (
    <div className="grid gap-3" data-testid="place-values">
      <Side title="Input" side={input} href={href("input")} none="No input of its own is kept." />
      <Side
        title="Output"
        side={output}
        href={href("output")}
        none={live ? "The output appears when it is done." : "It gave no output."}
      />
    </div>
  );
}

type SideProps = {
  readonly title: string;
  readonly side: Values["input"];
  readonly href: string;
  readonly none: string;
};

function Side({ title, side, href, none }: SideProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <h4 className="font-medium text-ink-muted text-small">{title}</h4>
      {side ? (
        <Payload value={side.value} label={title.toLowerCase()} href={href} />
      ) : (
        <p className="text-ink-muted text-small">{none}</p>
      )}
    </section>
  );
}
