"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { BreakerSummary } from "#server/services/types-breakers";
import { messageOf, useTRPC } from "../providers";
import { Button, Dialog, FormField, Input, Select, toast } from "../ui";
import { ACT_WORDS, type BreakerAct, HOLD_TIMES } from "./model/acts";

type DialogProps = {
  readonly breaker: BreakerSummary;
  readonly name: string;
  /** `null` = nothing is being done. */
  readonly act: BreakerAct | null;
  readonly onClose: () => void;
};

export function BreakerDialog({ breaker, name, act, onClose }: DialogProps) {
  return (
    <Dialog
      open={act !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={act ? `${ACT_WORDS[act].title} ${name}` : ""}
      description="Everybody sees the reason, and the audit log keeps it."
    >
      {act ? <ActForm breaker={breaker} act={act} onClose={onClose} /> : null}
    </Dialog>
  );
}

function ActForm({
  breaker: { id, held },
  act,
  onClose,
}: Omit<DialogProps, "name" | "act"> & { readonly act: BreakerAct }) {
  const [reason, setReason] = useState("");
  const [forMs, setForMs] = useState("3600000");
  const { act: send, busy, error } = useBreakerAct(act, onClose);
  const holds = act === "holdOpen" || act === "holdClosed";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== "") send({ id, reason: reason.trim(), forMs: forMs === "" ? null : Number(forMs) });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 p-4" data-testid="breaker-form">
      <FormField label="Reason" required>
        {(wiring) => (
          <Input
            {...wiring}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={500}
            required
            autoFocus
          />
        )}
      </FormField>
      {holds ? (
        <FormField label="For how long">
          {({ id: field, "aria-describedby": described }) => (
            <Select
              id={field}
              describedBy={described}
              label="For how long"
              value={forMs}
              options={HOLD_TIMES}
              onChange={setForMs}
            />
          )}
        </FormField>
      ) : null}
      {held.places > 0 ? (
        <p className="text-ink-muted text-small">
          {held.places} {held.places === 1 ? "place" : "places"} of {held.trees}{" "}
          {held.trees === 1 ? "tree waits" : "trees wait"} for it now.
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="text-failed-ink text-small">
          {error}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button type="button" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" busy={busy} disabled={reason.trim() === ""} data-confirm>
          {ACT_WORDS[act].verb}
        </Button>
      </div>
    </form>
  );
}

type Given = { readonly id: string; readonly reason: string; readonly forMs: number | null };

function useBreakerAct(act: BreakerAct, onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const said = {
    onSuccess: () => {
      toast.success(ACT_WORDS[act].done);
      void queries.invalidateQueries({ queryKey: trpc.breakers.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
      onDone();
    },
  };
  const trip = useMutation(trpc.breakers.trip.mutationOptions(said));
  const reset = useMutation(trpc.breakers.reset.mutationOptions(said));
  const hold = useMutation(trpc.breakers.hold.mutationOptions(said));
  const used = act === "trip" ? trip : act === "reset" ? reset : hold;
  return {
    busy: used.isPending,
    error: used.error ? messageOf(used.error) : null,
    act: ({ id, reason, forMs }: Given) => {
      if (act === "trip") trip.mutate({ id, reason });
      else if (act === "reset") reset.mutate({ id, reason });
      else {
        const state = act === "holdOpen" ? "open" : "closed";
        hold.mutate({ id, reason, state, ...(forMs === null ? {} : { forMs }) });
      }
    },
  };
}
