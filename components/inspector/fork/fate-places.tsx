"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ForkItems, ForkPlaceView, ForkRun } from "#server/services/types-fork";
import { messageOf, useTRPC } from "../../providers";
import { Button, FormField, formatCount, NumberInput, Skeleton } from "../../ui";
import { FateRow } from "./fate-row";
import { type Address, type Fate, keyOf } from "./model/fates";
import { choiceOf, itemOptions, placeOptions, withPorts } from "./model/options";
import { FATE_WORD, spentText } from "./model/words";
import type { Forking } from "./use-fork";

type FatePlacesProps = {
  readonly fork: Forking;
  readonly run: ForkRun;
  readonly inside: readonly Address[];
  /** Also what stands and of which nothing is said. */
  readonly all: boolean;
  readonly label: string;
};

export function FatePlaces({ fork, run, inside, all, label }: FatePlacesProps) {
  const shown = run.places.filter(
    ({ node, fate, state }) =>
      fork.said({ run: run.id, node }) !== null || fate !== "stands" || (all && state !== "skipped"),
  );
  if (shown.length === 0) return <p className="text-ink-muted text-small">All of it stands.</p>;
  return (
    <ul className="divide-y rounded border" aria-label={`Places of ${label}`}>
      {shown.map((place) => (
        <PlaceRow key={place.node} fork={fork} run={run} place={place} inside={inside} />
      ))}
    </ul>
  );
}

type PlaceRowProps = Pick<FatePlacesProps, "fork" | "run" | "inside"> & { readonly place: ForkPlaceView };

function PlaceRow({ fork, run, place, inside }: PlaceRowProps) {
  const at = { run: run.id, node: place.node };
  const said = fork.said(at);
  // The way down to the run that is forked is open in any case.
  const holds = place.choices.includes("within") && !fork.path.has(place.childId ?? "");
  const within = [...inside, at];
  return (
    <FateRow
      name={place.node}
      where={whereIn(fork, run)}
      kind={place.kind}
      note={[noteOf(place), spentText(place.spent)].filter(Boolean).join(", ")}
      value={choiceOf(said)}
      options={placeOptions(place, said, fork.isFirst(at))}
      onChange={(fate) => fork.say(at, withPorts(fate, place), inside)}
      testId={keyOf(at)}
      fate={place.fate}
    >
      {holds ? (
        place.items === null ? (
          place.childId && <FateInside fork={fork} id={place.childId} inside={within} />
        ) : (
          <FateItems fork={fork} run={run} place={place} inside={within} />
        )
      ) : null}
    </FateRow>
  );
}

/** Nodes of many runs have one name. */
function whereIn(fork: Forking, run: ForkRun): string {
  return run.id === fork.fates[0].at.run ? "" : ` in ${run.label ?? run.workflow}`;
}

function noteOf({ state, items, loop }: ForkPlaceView): string {
  const held = items === null ? "" : `${items} ${loop ? "iteration" : "item"}${items === 1 ? "" : "s"}`;
  return [state === "completed" ? "" : state, held].filter(Boolean).join(", ");
}

type FateInsideProps = {
  readonly fork: Forking;
  readonly id: string;
  readonly inside: readonly Address[];
};

/** Places of a child run: as the fork has them, or as they stand while nothing in it is named. */
function FateInside({ fork, id, inside }: FateInsideProps) {
  const trpc = useTRPC();
  const opened = fork.opened(id);
  const found = useQuery({ ...trpc.runs.forkInside.queryOptions({ id }), enabled: opened === null });
  const run = opened ?? found.data;
  if (found.error && !run) return <p className="text-failed-ink text-small">{messageOf(found.error)}</p>;
  if (!run) return <Skeleton className="h-9" />;
  return <FatePlaces fork={fork} run={run} inside={inside} all label={run.label ?? run.workflow} />;
}

/** A page; the rest follows as it is said of the whole, so most items need not be looked at. */
const PAGE = 20;

type FateItemsProps = {
  readonly fork: Forking;
  readonly run: ForkRun;
  readonly place: ForkPlaceView;
  /** The last is the node itself. */
  readonly inside: readonly Address[];
};

function FateItems({ fork, run, place, inside }: FateItemsProps) {
  const trpc = useTRPC();
  const [from, setFrom] = useState(0);
  const [limit, setLimit] = useState(PAGE);
  const asked = { id: run.id, node: place.node, from, limit };
  const found = useQuery({ ...trpc.runs.forkItems.queryOptions(asked), placeholderData: keepPreviousData });
  if (found.error) return <p className="text-failed-ink text-small">{messageOf(found.error)}</p>;
  if (!found.data) return <Skeleton className="h-9" />;
  const { items, total } = found.data;
  const left = total - from - items.length;
  return (
    <div className="grid gap-2">
      {total > PAGE ? (
        <FormField label={`First shown of ${formatCount(total)}`}>
          {({ id }) => (
            <NumberInput
              id={id}
              value={from}
              min={0}
              step={PAGE}
              onChange={(next) => setFrom(Math.min(Math.max(0, next ?? 0), total - 1))}
            />
          )}
        </FormField>
      ) : null}
      <ul className="divide-y rounded border" aria-label={`Items of ${place.node}`}>
        {items.map((item) => (
          <ItemRow key={item.item} fork={fork} run={run} place={place} inside={inside} item={item} />
        ))}
      </ul>
      {left > 0 ? (
        <Button type="button" size="small" onClick={() => setLimit(Math.min(1_000, limit + 100))}>
          Show {formatCount(Math.min(100, left))} of {formatCount(left)} more
        </Button>
      ) : null}
    </div>
  );
}

type ItemRowProps = FateItemsProps & { readonly item: ForkItems["items"][number] };

function ItemRow({ fork, run, place, inside, item: { item, state, childId, label, spent } }: ItemRowProps) {
  const at = { run: run.id, node: place.node, item };
  const said = fork.said(at);
  const isOpen = childId !== null && fork.opened(childId) !== null;
  const word = isOpen ? FATE_WORD.open : followed(fork.said({ run: run.id, node: place.node }), place);
  return (
    <FateRow
      name={`${place.node}[${item}]`}
      where={whereIn(fork, run)}
      kind={null}
      note={[label, state === "completed" ? null : state, spentText(spent)].filter(Boolean).join(", ")}
      value={choiceOf(said)}
      options={itemOptions(state === "completed", said, word)}
      onChange={(fate) => fork.say(at, fate, inside, place.loop ? "reuse" : "again")}
      testId={keyOf(at)}
      fate={said?.kind ?? word}
    >
      {childId && !fork.path.has(childId) ? (
        <FateInside fork={fork} id={childId} inside={[...inside, at]} />
      ) : null}
    </FateRow>
  );
}

/** What becomes of an item of which nothing is said. */
function followed(whole: Fate | null, place: ForkPlaceView): string {
  if (whole?.kind === "within") return whole.rest === "again" ? FATE_WORD.again : FATE_WORD.stands;
  return FATE_WORD[place.fate === "open" ? "stands" : place.fate];
}
