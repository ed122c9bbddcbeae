"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { messageOf, useTRPC } from "../providers";
import { Absolute, Button, Checkbox, CopyButton, FormField, NumberInput, Select } from "../ui";
import { hoursOf, LIFETIMES, linkOf, MOST_HOURS } from "./model/words";

/** Makes a link to a tree: how long it works, and how much it shows. */
export function ShareForm({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const create = useMutation(
    useTRPC().shares.create.mutationOptions({ onSuccess: () => queries.invalidateQueries() }),
  );
  const [lifetime, setLifetime] = useState("24");
  const [typed, setTyped] = useState<number | null>(48);
  const [names, setNames] = useState(false);
  const [values, setValues] = useState(false);
  const hours = hoursOf(lifetime, typed);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (hours !== null) create.mutate({ id, hours, names, values });
  };
  return (
    <form onSubmit={submit} className="grid gap-4" data-testid="share-form">
      <div className="flex flex-wrap items-end gap-4">
        <FormField label="Works for">
          {(wiring) => (
            <Select
              id={wiring.id}
              label="Works for"
              value={lifetime}
              options={LIFETIMES}
              onChange={setLifetime}
              className="w-32"
            />
          )}
        </FormField>
        {lifetime === "custom" ? (
          <FormField label="Hours" error={hours === null ? `From 1 to ${MOST_HOURS}` : undefined}>
            {(wiring) => (
              <NumberInput
                id={wiring.id}
                describedBy={wiring["aria-describedby"]}
                invalid={hours === null}
                value={typed}
                onChange={setTyped}
                min={1}
                max={MOST_HOURS}
                unit="h"
              />
            )}
          </FormField>
        ) : null}
      </div>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium">Shows the structure, states and times, and</legend>
        <Checkbox checked={names || values} disabled={values} onCheckedChange={setNames}>
          labels of runs, which are made of their inputs
        </Checkbox>
        <Checkbox checked={values} onCheckedChange={setValues}>
          inputs, outputs, context and messages of failures
        </Checkbox>
      </fieldset>
      {create.error ? (
        <p role="alert" className="text-failed-ink text-small">
          {messageOf(create.error)}
        </p>
      ) : null}
      <Button
        type="submit"
        look="primary"
        className="justify-self-start"
        busy={create.isPending}
        disabled={hours === null}
      >
        {create.isPending ? null : <Link2 aria-hidden />} Create link
      </Button>
      {create.data ? <MadeLink token={create.data.token} until={create.data.expiresAt} /> : null}
    </form>
  );
}

function MadeLink({ token, until }: { readonly token: string; readonly until: string }) {
  const link = linkOf(location.origin, token);
  return (
    <div role="status" className="grid gap-1.5 rounded border border-line-strong bg-panel p-3">
      <p className="font-medium">Copy the link now. It is not shown again.</p>
      <div className="flex items-start gap-1">
        <code className="min-w-0 grow break-all font-mono text-small" data-testid="share-link">
          {link}
        </code>
        <CopyButton text={link} label="Copy link" />
      </div>
      <p className="text-ink-muted text-small">
        Whoever has it sees this tree, and nothing else, until <Absolute at={until} />.
      </p>
    </div>
  );
}
