"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { type FormEvent, useState } from "react";
import { messageOf, useMay, useTRPC } from "../providers";
import { Button, Checkbox, Dialog, FormField, Input, Menu, toast } from "../ui";
import { printQuery } from "../ui/query";
import { queryOf } from "./model/runs-query";
import { changeView, type RunsAsked } from "./use-runs-view";

type ViewsMenuProps = { readonly asked: RunsAsked };

/** Saved filters, one's own and shared ones. */
export function ViewsMenu({ asked }: ViewsMenuProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [saving, setSaving] = useState(false);
  const views = useQuery(trpc.savedViews.list.queryOptions({ list: "runs" }));
  const remove = useMutation(
    trpc.savedViews.delete.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.savedViews.pathKey() }),
      onError: (error) => toast.error("The view was not deleted", { description: messageOf(error) }),
    }),
  );
  const all = views.data ?? [];
  const own = all.filter((view) => view.own);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="icon" look="quiet" aria-label="Saved views" title="Saved views" className="mt-0.5">
            <Bookmark aria-hidden />
          </Button>
        }
        items={[
          ...(all.length > 0
            ? [
                {
                  group: "Views",
                  items: all.map((view) => ({
                    label: view.shared ? `${view.name} · shared` : view.name,
                    onSelect: () => show(view.query as RunsAsked),
                  })),
                },
                "-" as const,
              ]
            : []),
          { label: "Save this view…", onSelect: () => setSaving(true) },
          ...own.map((view) => ({
            label: `Delete “${view.name}”`,
            danger: true,
            onSelect: () => remove.mutate({ id: view.id }),
          })),
        ]}
      />
      <SaveView asked={asked} open={saving} onOpenChange={setSaving} />
    </>
  );
}

function show({ sort, order, children, ...filter }: RunsAsked): void {
  changeView({
    text: printQuery(queryOf(filter)),
    sort: sort ? { column: sort, order: order ?? "desc" } : null,
    children: children === true,
  });
}

type SaveViewProps = ViewsMenuProps & {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

function SaveView({ asked, open, onOpenChange }: SaveViewProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const mayShare = useMay("view.share");
  const save = useMutation(
    trpc.savedViews.save.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.savedViews.pathKey() });
        setName("");
        onOpenChange(false);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate({ list: "runs", name, shared, query: { ...asked } });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Save this view" className="sm:max-w-sm">
      <form onSubmit={submit} className="grid gap-4 p-4">
        <FormField label="Name" required error={save.error ? messageOf(save.error) : undefined}>
          {(wiring) => (
            <Input
              {...wiring}
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={80}
            />
          )}
        </FormField>
        {mayShare ? (
          <Checkbox checked={shared} onCheckedChange={setShared}>
            Share it with everybody here
          </Checkbox>
        ) : null}
        <Button type="submit" look="primary" busy={save.isPending} className="justify-self-end">
          Save view
        </Button>
      </form>
    </Dialog>
  );
}
