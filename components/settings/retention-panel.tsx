"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { fieldsOf, useTRPC } from "../providers";
import { Button, FormField, Input, Panel } from "../ui";
import { Loaded } from "./loaded";
import { useAct } from "./use-act";

const FIELDS = [
  {
    name: "archiveAfterDays",
    label: "Pack after (days)",
    hint: "Empty: never. Packed runs read as before and take a fraction of the space.",
  },
  {
    name: "deleteAfterDays",
    label: "Delete after (days)",
    hint: "Empty: never. Counts from the end of the whole tree.",
  },
] as const;
type Days = Readonly<Record<(typeof FIELDS)[number]["name"], number | null>>;

/** How long runs are kept once their tree has ended. */
export function RetentionPanel({ mayChange }: { readonly mayChange: boolean }) {
  const retention = useQuery(useTRPC().settings.retention.queryOptions());
  return (
    <Panel title="Ended runs">
      <Loaded query={retention} noun="How long runs are kept">
        {(days) => <RetentionForm key={JSON.stringify(days)} days={days} mayChange={mayChange} />}
      </Loaded>
    </Panel>
  );
}

function RetentionForm({ days, mayChange }: { readonly days: Days; readonly mayChange: boolean }) {
  const act = useAct();
  const save = useMutation(useTRPC().settings.setRetention.mutationOptions());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted = (name: keyof Days) => {
      const text = String(form.get(name) ?? "").trim();
      return text === "" ? null : Number(text);
    };
    act(
      save,
      { archiveAfterDays: wanted("archiveAfterDays"), deleteAfterDays: wanted("deleteAfterDays") },
      { done: "Retention saved", failed: "The retention was not changed" },
    );
  };
  const wrong: Readonly<Record<string, string>> = save.error ? fieldsOf(save.error) : {};
  return (
    <form onSubmit={submit} className="grid gap-4" data-testid="retention">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {FIELDS.map(({ name, label, hint }) => (
          <FormField key={name} label={label} hint={hint} error={wrong[name]}>
            {(wiring) => (
              <Input
                {...wiring}
                name={name}
                type="number"
                min={1}
                max={36_500}
                step={1}
                placeholder="never"
                defaultValue={days[name] ?? ""}
                disabled={!mayChange}
              />
            )}
          </FormField>
        ))}
      </div>
      {mayChange ? (
        <div>
          <Button type="submit" busy={save.isPending}>
            Save retention
          </Button>
        </div>
      ) : (
        <p className="text-ink-muted text-small">Admins may change it.</p>
      )}
    </form>
  );
}
