"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RunActs } from "#server/services/run/acts";
import type { LedgerRow } from "#server/services/run/levels";
import { amountText, isCut } from "../inspector";
import { messageOf, useTRPC } from "../providers";
import { FormField, NumberInput, Select, Skeleton } from "../ui";
import { ActForm, JsonField, useJson } from "./act-form";
import { type More, moreOf, raisable } from "./model/top-up";
import { refusalIn } from "./place-dialog";

type VariableFormProps = {
  readonly id: string;
  readonly variables: RunActs["variables"];
  readonly onDone: () => void;
};

/** Sets one of the variables that the graph of the run declares. */
export function VariableForm({ id, variables, onDone }: VariableFormProps) {
  const [name, setName] = useState(variables[0]?.name ?? "");
  const chosen = variables.find((variable) => variable.name === name);
  return chosen ? (
    <OneVariable key={name} id={id} variables={variables} chosen={chosen} onName={setName} onDone={onDone} />
  ) : null;
}

type OneVariableProps = VariableFormProps & {
  readonly chosen: RunActs["variables"][number];
  readonly onName: (name: string) => void;
};

function OneVariable({ id, variables, chosen, onName, onDone }: OneVariableProps) {
  const trpc = useTRPC();
  const json = useJson(isCut(chosen.value) ? "" : JSON.stringify(chosen.value, null, 2));
  const set = useMutation(trpc.runs.setVariable.mutationOptions({ onSuccess: onDone }));
  const submit = () => json.read((value) => set.mutate({ id, name: chosen.name, value }));
  return (
    <ActForm verb="Set it" busy={set.isPending} error={refusalIn(set.error)} onSubmit={submit}>
      <FormField label="Variable">
        {(wiring) => (
          <Select
            id={wiring.id}
            label="Variable"
            value={chosen.name}
            options={variables.map(({ name }) => ({ value: name, label: name }))}
            onChange={onName}
          />
        )}
      </FormField>
      <JsonField label="Value" hint="JSON. Expressions that come later see it." json={json} />
    </ActForm>
  );
}

type TopUpFormProps = { readonly id: string; readonly onDone: () => void };

/** Raises the limits of the account that the run counts in. */
export function TopUpForm({ id, onDone }: TopUpFormProps) {
  const trpc = useTRPC();
  const ledger = useQuery({ ...trpc.runs.ledger.queryOptions({ id }), staleTime: 0 });
  if (ledger.error) return <p className="p-4 text-failed-ink">{messageOf(ledger.error)}</p>;
  if (!ledger.data) return <Skeleton className="m-4 h-32" />;
  const [own] = ledger.data.accounts;
  return <Limits id={id} rows={raisable(ledger.data.accounts)} ofTree={own?.no === 0} onDone={onDone} />;
}

type LimitsProps = TopUpFormProps & { readonly rows: readonly LedgerRow[]; readonly ofTree: boolean };

function Limits({ id, rows, ofTree, onDone }: LimitsProps) {
  const trpc = useTRPC();
  const [given, setGiven] = useState<More>({});
  const topUp = useMutation(trpc.runs.topUp.mutationOptions({ onSuccess: onDone }));
  const [flaw, setFlaw] = useState<string | undefined>(undefined);
  const submit = () => {
    const more = moreOf(given);
    setFlaw(more ? undefined : "Say how much more of something.");
    if (more) topUp.mutate({ id, ...more } as Parameters<typeof topUp.mutate>[0]);
  };
  return (
    <ActForm verb="Top up" busy={topUp.isPending} error={flaw ?? refusalIn(topUp.error)} onSubmit={submit}>
      <p className="text-ink-muted text-small">
        {ofTree
          ? "The run counts in the account of the whole tree."
          : "The run counts in an account of its own branch."}{" "}
        What a limit had refused goes on.
      </p>
      {rows.map(({ dimension, spent, limit }) => (
        <FormField
          key={dimension}
          label={LABEL[dimension]}
          hint={`${amountText(dimension, spent)} of ${amountText(dimension, limit ?? 0)} used`}
        >
          {(wiring) => (
            <NumberInput
              id={wiring.id}
              describedBy={wiring["aria-describedby"]}
              value={given[dimension] ?? null}
              min={0}
              step={dimension === "costUsd" ? 0.1 : 1}
              unit={UNIT[dimension]}
              onChange={(value) => {
                setFlaw(undefined);
                setGiven({ ...given, [dimension]: value });
              }}
            />
          )}
        </FormField>
      ))}
    </ActForm>
  );
}

const LABEL: Readonly<Record<LedgerRow["dimension"], string>> = {
  runs: "More runs",
  agents: "More agent attempts",
  nodes: "More nodes",
  tokens: "More tokens",
  costUsd: "More dollars",
  activeMs: "More active time",
};
const UNIT: Readonly<Record<LedgerRow["dimension"], string>> = {
  runs: "runs",
  agents: "agents",
  nodes: "nodes",
  tokens: "tokens",
  costUsd: "$",
  activeMs: "min",
};
