"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTRPC } from "../providers";
import { Button, FormField, Input, Panel, Select, useZone } from "../ui";
import { DemoPanel } from "./demo-panel";
import { Loaded } from "./loaded";
import { isAdmin } from "./model/places";
import { RetentionPanel } from "./retention-panel";
import { useAct } from "./use-act";

const ZONES = [
  { value: "local", label: "Local time" },
  { value: "utc", label: "UTC" },
];

export function WorkspaceScreen() {
  const trpc = useTRPC();
  const workspace = useQuery(trpc.settings.workspace.queryOptions());
  const role = useQuery(trpc.session.current.queryOptions()).data?.role ?? "viewer";
  const { zone, setZone } = useZone();
  return (
    <>
      <Panel title="Name">
        <Loaded query={workspace} noun="The workspace">
          {({ name }) => <NameForm key={name} name={name} mayChange={isAdmin(role)} />}
        </Loaded>
      </Panel>
      <Panel title="Times">
        <FormField label="Time zone" hint="How this browser shows times. Exports are in UTC.">
          {({ id }) => (
            <Select
              id={id}
              label="Time zone"
              className="w-40"
              value={zone}
              options={ZONES}
              onChange={(next) => setZone(next === "utc" ? "utc" : "local")}
            />
          )}
        </FormField>
      </Panel>
      <RetentionPanel mayChange={isAdmin(role)} />
      <DemoPanel mayChange={isAdmin(role)} />
    </>
  );
}

function NameForm({ name, mayChange }: { readonly name: string; readonly mayChange: boolean }) {
  const act = useAct();
  const router = useRouter();
  const rename = useMutation(useTRPC().settings.renameWorkspace.mutationOptions());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = String(new FormData(event.currentTarget).get("name"));
    act(
      rename,
      { name: wanted },
      // The frame, which shows the name on every page, comes from the server.
      { done: "Workspace renamed", failed: "The name was not changed", after: () => router.refresh() },
    );
  };
  return (
    <form onSubmit={submit} className="grid max-w-md gap-4">
      <FormField label="Name of this workspace" hint={mayChange ? undefined : "Admins may change it."}>
        {(wiring) => (
          <Input {...wiring} name="name" defaultValue={name} required maxLength={60} disabled={!mayChange} />
        )}
      </FormField>
      {mayChange ? (
        <Button type="submit" className="justify-self-start" busy={rename.isPending}>
          Rename
        </Button>
      ) : null}
    </form>
  );
}
