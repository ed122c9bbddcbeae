"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { LimitRow } from "#server/services/settings/limits";
import { useTRPC } from "../providers";
import { Button, FormField, Input } from "../ui";
import { limitWord } from "../ui/limit-word";
import { ceilingsOf, fieldOf, limitText } from "./model/limits";
import { isAdmin } from "./model/places";
import { useAct } from "./use-act";

/** One field for each limit that the workspace can cap. */
export function CeilingsForm({ rows }: { readonly rows: readonly LimitRow[] }) {
  const trpc = useTRPC();
  const act = useAct();
  const role = useQuery(trpc.session.current.queryOptions()).data?.role ?? "viewer";
  const mayChange = isAdmin(role);
  const save = useMutation(trpc.settings.setCeilings.mutationOptions());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted = ceilingsOf(rows, (name) => String(form.get(name) ?? ""));
    act(save, wanted, { done: "Ceilings saved", failed: "The ceilings were not changed" });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {rows
          .filter(({ ceiling }) => ceiling !== undefined)
          .map((row) => (
            <CeilingField key={row.name} row={row} disabled={!mayChange} />
          ))}
      </div>
      {mayChange ? (
        <div className="flex items-center gap-3">
          <Button type="submit" busy={save.isPending}>
            Save ceilings
          </Button>
          <p className="text-ink-muted text-small">They hold for trees that start from now on.</p>
        </div>
      ) : (
        <p className="text-ink-muted text-small">Admins may change them.</p>
      )}
    </form>
  );
}

function CeilingField({
  row: { name, ceiling, least, most },
  disabled,
}: {
  readonly row: LimitRow;
  readonly disabled: boolean;
}) {
  const inSeconds = name.endsWith("Ms");
  const hint = most === null ? "Empty: no ceiling" : `Empty: no ceiling. At most ${limitText(name, most)}`;
  return (
    <FormField label={inSeconds ? `${limitWord(name)} (seconds)` : limitWord(name)} hint={hint}>
      {(wiring) => (
        <Input
          {...wiring}
          name={name}
          type="number"
          step={name.endsWith("Usd") ? "any" : 1}
          min={least === null ? 0 : Number(fieldOf(name, least))}
          max={most === null ? undefined : Number(fieldOf(name, most))}
          placeholder="none"
          defaultValue={fieldOf(name, ceiling)}
          disabled={disabled}
        />
      )}
    </FormField>
  );
}
