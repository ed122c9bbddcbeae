"use client";
import { type FormEvent, useEffect, useState } from "react";
import { Absolute, Button, FormField, Input } from "../ui";
import { Refused } from "./card";
import { NewPassword } from "./password-fields";
import { post, type Refusal } from "./post";
import { useLinkToken } from "./use-link-token";

type Invitation = { readonly role: string; readonly inviter: string; readonly expiresAt: string };

/** Shows what an invitation offers, and makes an account with it. */
export function Accept() {
  const token = useLinkToken("/invite");
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (token === null) return;
    void post<Invitation>("invitation", { token }).then((answer) => {
      if (answer.ok) setInvitation(answer.value);
      else setRefusal(answer.refusal);
    });
  }, [token]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    const answer = await post("accept", { ...fields, token });
    if (answer.ok) return location.replace("/");
    setBusy(false);
    setRefusal(answer.refusal);
  };
  if (!invitation) return refusal ? <Refused>{refusal.message}</Refused> : <Looking />;
  const { fields = {} } = refusal ?? {};
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" data-testid="accept-form">
      <p className="text-ink-muted text-read">
        {invitation.inviter} invites you as <strong className="text-ink">{invitation.role}</strong>. The link
        works until <Absolute at={Date.parse(invitation.expiresAt)} />.
      </p>
      {refusal && Object.keys(fields).length === 0 ? <Refused>{refusal.message}</Refused> : null}
      <FormField label="Name" error={fields["name"]}>
        {(wiring) => <Input {...wiring} name="name" autoComplete="name" required maxLength={80} />}
      </FormField>
      <FormField label="E-mail" error={fields["email"]}>
        {(wiring) => <Input {...wiring} name="email" type="email" autoComplete="username" required />}
      </FormField>
      <NewPassword error={fields["password"]} />
      <Button type="submit" look="primary" disabled={busy}>
        Create account
      </Button>
    </form>
  );
}

function Looking() {
  return (
    <p role="status" className="text-ink-muted">
      Looking at the invitation…
    </p>
  );
}
