"use client";
import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { useTRPC } from "../../providers";
import { Button, Checkbox, FormField, NumberInput } from "../../ui";
import { SchemaFields, useSchemaForm } from "../../ui/schema-form";
import { focusLater } from "../focus-later";
import { counted } from "../model/names";
import { FIELD, tabbableIn } from "../palette/places-there";
import { useTrial } from "../trial-context";
import { StopList } from "./stop-list";

type BeginFormProps = {
  readonly graph: Graph;
  readonly busy: boolean;
  readonly failure: string | null;
  readonly input: Json | undefined;
  readonly onBegin: (input: Json) => void;
};

/** With what a dry run begins. */
export function BeginForm({ graph, busy, failure, input, onBegin }: BeginFormProps) {
  const { trial, change, pins, lastRun } = useTrial();
  const trpc = useTRPC();
  const calls = useQuery({
    ...trpc.workflows.lastCalls.queryOptions({ slug: graph.slug }),
    enabled: lastRun !== null,
  });
  const earlier = input ?? lastRun?.input;
  const form = useSchemaForm({
    schema: graph.inputSchema ?? null,
    ...(earlier === undefined ? {} : { earlier }),
  });
  const place = useRef<HTMLFormElement>(null);
  useEffect(
    () =>
      focusLater(() => {
        const places = place.current ? tabbableIn(place.current) : [];
        (places.find((one) => one.matches(FIELD)) ?? places[0])?.focus();
      }),
    [],
  );
  const [seed, setSeed] = useState<number | null>(trial.seed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const built = form.read();
    if (built.ok) onBegin(built.value as Json);
  };
  const pinned = Object.keys(pins).filter((id) => Object.hasOwn(graph.nodes, id)).length;
  return (
    <form ref={place} noValidate onSubmit={submit} className="grid max-w-xl gap-4 p-4" data-testid="dry-form">
      <p className="text-ink-muted">
        Runs this draft in your browser, on a clock of its own. No task is called, no model is asked, and
        nothing is sent anywhere: calls give what is pinned, what they gave in the last run, or values made
        from their schemas; a task without any of these gives its input back.
      </p>
      {failure ? (
        <p role="alert" className="rounded bg-failed-soft px-3 py-2 text-failed-ink text-small">
          {failure}
        </p>
      ) : null}
      <SchemaFields form={form} />
      {lastRun ? (
        <Checkbox checked={trial.recorded} onCheckedChange={(recorded) => change({ ...trial, recorded })}>
          {`Use the ${calls.data ? counted("result", Object.keys(calls.data.places).length) : "results"} of the last run`}
          {calls.data?.truncated ? ", which gave more than can be told here" : ""}
        </Checkbox>
      ) : null}
      <FormField label="Seed" hint="The same seed gives the same values, times and failures">
        {({ id }) => (
          <NumberInput
            id={id}
            whole
            min={0}
            max={4_294_967_295}
            value={seed}
            onChange={(value) => {
              setSeed(value);
              if (value !== null) change({ ...trial, seed: value });
            }}
          />
        )}
      </FormField>
      {pinned > 0 ? <p className="text-ink-muted text-small">{counted("pinned node", pinned)}</p> : null}
      <StopList />
      <Button type="submit" look="primary" className="w-fit" busy={busy} data-testid="begin-dry-run">
        {busy ? null : <FlaskConical aria-hidden />} {busy ? "Starting…" : "Start dry run"}
      </Button>
    </form>
  );
}
