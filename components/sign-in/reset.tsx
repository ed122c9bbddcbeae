"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../ui";
import { Refused } from "./card";
import { NewPassword } from "./password-fields";
import { post, type Refusal } from "./post";
import { useLinkToken } from "./use-link-token";

/** Chooses a new password with a link from the machine that runs the server. */
export function Reset() {
  const token = useLinkToken("/reset");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get("password");
    setBusy(true);
    const answer = await post("reset", { token, password });
    if (answer.ok) return location.replace("/");
    setBusy(false);
    setRefusal(answer.refusal);
  };
  const error = refusal?.fields["password"];
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" data-testid="reset-form">
      <p className="text-ink-muted text-read">All your other sessions have ended.</p>
      {refusal && !error ? <Refused>{refusal.message}</Refused> : null}
      <NewPassword label="New password" error={error} />
      <Button type="submit" look="primary" disabled={busy || token === null}>
        Set password and sign in
      </Button>
    </form>
  );
}
