"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageOf, useTRPC } from "../providers";
import { Absolute, Button, FormField, Input, Panel, Td } from "../ui";
import { ActingTable } from "./acting-table";
import { Loaded } from "./loaded";
import type { RoleName } from "./model/places";
import { RoleField } from "./role-field";
import { SecretOnce } from "./secret-once";
import { useAct } from "./use-act";

export function InvitationsPanel({ role }: { readonly role: string }) {
  const invitations = useQuery(useTRPC().invitations.list.queryOptions());
  return (
    <Panel title="Invitations">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <InviteForm role={role} />
        <Loaded query={invitations} noun="Invitations">
          {(rows) => (rows.length === 0 ? null : <InvitationTable rows={rows} />)}
        </Loaded>
      </div>
    </Panel>
  );
}

function InviteForm({ role }: { readonly role: string }) {
  const queries = useQueryClient();
  const invite = useMutation(
    useTRPC().invitations.create.mutationOptions({ onSuccess: () => queries.invalidateQueries() }),
  );
  const [given, setGiven] = useState<RoleName>("viewer");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note")).trim();
    invite.mutate({ role: given, ...(note === "" ? {} : { note }) });
  };
  return (
    <form onSubmit={submit} className="grid gap-4" data-testid="invite-form">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
        <FormField label="For" error={invite.error ? messageOf(invite.error) : undefined}>
          {(wiring) => <Input {...wiring} name="note" maxLength={120} placeholder="Only a note for you" />}
        </FormField>
        <RoleField giver={role} value={given} onChange={setGiven} />
      </div>
      <Button type="submit" look="primary" className="justify-self-start" busy={invite.isPending}>
        Create invitation link
      </Button>
      {invite.data ? (
        <SecretOnce
          label="Send this link; it works once, within 72 hours."
          secret={`${location.origin}/invite?token=${invite.data.token}`}
        />
      ) : null}
    </form>
  );
}

type Row = {
  readonly id: string;
  readonly note: string | null;
  readonly role: string;
  readonly invitedBy: { readonly name: string };
  readonly expiresAt: string;
};

function InvitationTable({ rows }: { readonly rows: readonly Row[] }) {
  const act = useAct();
  const revoke = useMutation(useTRPC().invitations.revoke.mutationOptions());
  return (
    <ActingTable
      label="Open invitations"
      testId="invitations"
      heads={["For", "Role", "Invited by", "Works until"]}
    >
      {rows.map(({ id, note, role, invitedBy, expiresAt }) => (
        <tr key={id}>
          <Td>{note ?? "anybody"}</Td>
          <Td>{role}</Td>
          <Td>{invitedBy.name}</Td>
          <Td>
            <Absolute at={expiresAt} />
          </Td>
          <Td align="right">
            <Button
              size="small"
              onClick={() =>
                act(revoke, { id }, { done: "Invitation revoked", failed: "The link still works" })
              }
            >
              Revoke
            </Button>
          </Td>
        </tr>
      ))}
    </ActingTable>
  );
}
