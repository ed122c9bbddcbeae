"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldsOf, messageOf, useTRPC } from "../providers";
import { Button, FormField, Input, Panel, Select } from "../ui";
import type { RoleName } from "./model/places";
import { RoleField } from "./role-field";
import { SecretOnce } from "./secret-once";

const LIFETIMES = [
  { value: "7", label: "7 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never expires" },
];

export function CreateToken({ role }: { readonly role: string }) {
  const queries = useQueryClient();
  const create = useMutation(
    useTRPC().tokens.create.mutationOptions({ onSuccess: () => queries.invalidateQueries() }),
  );
  const [given, setGiven] = useState<RoleName>("viewer");
  const [days, setDays] = useState("90");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    create.mutate({ name, role: given, days: days === "never" ? null : Number(days) });
  };
  const error = create.error ? (fieldsOf(create.error)["name"] ?? messageOf(create.error)) : undefined;
  return (
    <Panel title="New token">
      <form onSubmit={submit} className="grid gap-4" data-testid="token-form">
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
          <FormField label="Name" error={error}>
            {(wiring) => <Input {...wiring} name="name" required maxLength={80} placeholder="What uses it" />}
          </FormField>
          <RoleField giver={role} value={given} onChange={setGiven} />
          <FormField label="Lives">
            {({ id }) => <Select id={id} label="Lives" value={days} options={LIFETIMES} onChange={setDays} />}
          </FormField>
        </div>
        <Button type="submit" look="primary" className="justify-self-start" busy={create.isPending}>
          Create token
        </Button>
        {create.data ? <SecretOnce label="Copy the token now." secret={create.data.token} /> : null}
      </form>
    </Panel>
  );
}
