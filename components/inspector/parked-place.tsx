"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, RotateCw, X } from "lucide-react";
import { useState } from "react";
import { helpFor } from "#server/engine/failure";
import { messageOf, useMay, useTRPC } from "../providers";
import { Button, Confirm, toast } from "../ui";
import { MarkDone } from "./mark-done";
import { type Parked, placeText } from "./model/waiting";

type ParkedPlaceProps = { readonly id: string; readonly place: Parked };

/** A place that only a person can move: what happened there, and the three ways out. */
export function ParkedPlace({ id, place }: ParkedPlaceProps) {
  const { failure } = place;
  const name = placeText(place);
  const help = failure ? helpFor(failure.code) : null;
  return (
    <div data-testid="parked-place" className="rounded border bg-panel px-3 py-2">
      <p className="text-small">
        <span className="font-medium font-mono">{name}</span>{" "}
        <span className="text-degraded-ink">waits for a person</span>
      </p>
      {failure ? (
        <p className="mt-0.5 break-words text-small">
          <span className="font-mono">{failure.code}</span>: {failure.message}
        </p>
      ) : null}
      {help ? <p className="mt-0.5 text-ink-muted text-small">{help}</p> : null}
      <WaysOut id={id} place={place} name={name} />
    </div>
  );
}

function WaysOut({ id, place, name }: ParkedPlaceProps & { readonly name: string }) {
  const may = { retry: useMay("run.retryNode"), settle: useMay("run.settleNode") };
  const [asking, setAsking] = useState<"done" | "fail" | null>(null);
  const acts = useActs(() => setAsking(null));
  const at = { id, node: place.node, ...(place.item === null ? {} : { item: place.item }) };
  const close = (open: boolean) => (open ? undefined : setAsking(null));
  if (!may.retry && !may.settle) return null;
  return (
    <div className="mt-2 flex flex-wrap gap-1.5">
      {may.retry ? (
        <Button size="small" busy={acts.retry.isPending} onClick={() => acts.retry.mutate(at)}>
          {acts.retry.isPending ? null : <RotateCw aria-hidden />} Retry
        </Button>
      ) : null}
      {may.settle ? (
        <>
          <Button size="small" onClick={() => setAsking("done")}>
            <Check aria-hidden /> Mark done…
          </Button>
          <Button size="small" onClick={() => setAsking("fail")}>
            <X aria-hidden /> Fail
          </Button>
        </>
      ) : null}
      <MarkDone
        name={name}
        open={asking === "done"}
        onOpenChange={close}
        busy={acts.settle.isPending}
        error={acts.settle.error ? messageOf(acts.settle.error) : undefined}
        onDone={(output) => acts.settle.mutate({ ...at, how: "complete", output })}
      />
      <Confirm
        open={asking === "fail"}
        onOpenChange={close}
        title={`Let ${name} fail?`}
        verb="Fail"
        keep="Keep waiting"
        busy={acts.fail.isPending}
        onConfirm={() => acts.fail.mutate(at)}
        testId="confirm-fail"
      >
        <p>Its recovery goes on from here as if it had failed by itself; without one, its run fails.</p>
      </Confirm>
    </div>
  );
}

/** Nothing is assumed to have worked: what the run waits for is asked again. */
function useActs(onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const asked = {
    onSuccess: () => {
      onDone();
      void queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
    },
  };
  const told = {
    ...asked,
    onError: (error: unknown) => toast.error("Nothing changed", { description: messageOf(error) }),
  };
  return {
    retry: useMutation(trpc.runs.retryNode.mutationOptions(told)),
    settle: useMutation(trpc.runs.settleNode.mutationOptions(asked)),
    fail: useMutation(trpc.runs.failNode.mutationOptions(told)),
  };
}
