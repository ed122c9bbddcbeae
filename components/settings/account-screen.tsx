"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { fieldsOf, messageOf, useTRPC } from "../providers";
import { Button, FormField, Input, Panel, toast } from "../ui";
import { Loaded } from "./loaded";
import { SessionsPanel } from "./sessions-panel";

export function AccountScreen() {
  const account = useQuery(useTRPC().account.get.queryOptions());
  return (
    <Loaded query={account} noun="The account">
      {({ name, email, role, hasPassword }) => (
        <>
          <Profile key={`${name} ${email}`} name={name} email={email} role={role} />
          <PasswordPanel hasPassword={hasPassword} />
          <SessionsPanel />
        </>
      )}
    </Loaded>
  );
}

type ProfileProps = { readonly name: string; readonly email: string | null; readonly role: string };

function Profile({ name, email, role }: ProfileProps) {
  const queries = useQueryClient();
  const update = useMutation(
    useTRPC().account.update.mutationOptions({
      onSuccess: () => {
        toast.success("Account saved");
        return queries.invalidateQueries();
      },
    }),
  );
  const fields = fieldsOf(update.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const address = String(given.get("email"));
    update.mutate({ name: String(given.get("name")), ...(address === "" ? {} : { email: address }) });
  };
  return (
    <Panel title="You">
      <form onSubmit={submit} className="grid max-w-md gap-4">
        <FormField label="Name" error={fields["name"]}>
          {(wiring) => <Input {...wiring} name="name" defaultValue={name} required maxLength={80} />}
        </FormField>
        <FormField label="E-mail" error={fields["email"]} hint="Only to sign in. Banyan sends nothing.">
          {(wiring) => <Input {...wiring} name="email" type="email" defaultValue={email ?? ""} />}
        </FormField>
        <p className="text-ink-muted text-small">
          Your role is <strong className="text-ink">{role}</strong>.
        </p>
        <Failed error={update.error} />
        <Button type="submit" className="justify-self-start" busy={update.isPending}>
          Save
        </Button>
      </form>
    </Panel>
  );
}

/** What a form was refused for, where no field shows it. */
function Failed({ error }: { readonly error: unknown }) {
  if (!error || Object.keys(fieldsOf(error)).length > 0) return null;
  return (
    <p role="alert" className="text-failed-ink text-small">
      {messageOf(error)}
    </p>
  );
}

function PasswordPanel({ hasPassword }: { readonly hasPassword: boolean }) {
  const form = useRef<HTMLFormElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  const queries = useQueryClient();
  const change = useMutation(
    useTRPC().account.changePassword.mutationOptions({
      onSuccess: ({ ended }) => {
        form.current?.reset();
        setSaid(
          `Password set. ${ended === 0 ? "No other session was open." : `Other sessions ended: ${ended}.`}`,
        );
        return queries.invalidateQueries();
      },
    }),
  );
  const fields = fieldsOf(change.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaid(null);
    const given = new FormData(event.currentTarget);
    const password = String(given.get("password"));
    change.mutate(hasPassword ? { current: String(given.get("current")), password } : { password });
  };
  return (
    <Panel title="Password">
      <form ref={form} onSubmit={submit} className="grid max-w-md gap-4" data-testid="password-form">
        {hasPassword ? (
          <FormField label="Current password" error={fields["current"]}>
            {(wiring) => (
              <Input {...wiring} name="current" type="password" autoComplete="current-password" required />
            )}
          </FormField>
        ) : null}
        <FormField
          label="New password"
          error={fields["password"]}
          hint="At least 10 characters. All your other sessions end."
        >
          {(wiring) => (
            <Input
              {...wiring}
              name="password"
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
            />
          )}
        </FormField>
        <Failed error={change.error} />
        {said ? (
          <p role="status" className="text-small text-succeeded-ink">
            {said}
          </p>
        ) : null}
        <Button type="submit" className="justify-self-start" busy={change.isPending}>
          {hasPassword ? "Change password" : "Set password"}
        </Button>
      </form>
    </Panel>
  );
}
