"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldsOf, messageOf, useTRPC } from "../providers";
import { Button, FormField, Input } from "../ui";
import { Refused } from "./card";
import { NewPassword } from "./password-fields";
import { PUT_OFF_COOKIE } from "./put-off";

function skip(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${PUT_OFF_COOKIE}=1; Path=/; Max-Age=31536000; SameSite=Strict`;
  location.replace("/");
}

/** For the first owner, who came by a link: a way in that needs no console. It can wait. */
export function Welcome({ email }: { readonly email: string | null }) {
  const trpc = useTRPC();
  const update = useMutation(trpc.account.update.mutationOptions());
  const change = useMutation(trpc.account.changePassword.mutationOptions());
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setError(null);
    try {
      await update.mutateAsync({ email: String(given.get("email")) });
      await change.mutateAsync({ password: String(given.get("password")) });
      location.replace("/");
    } catch (refused) {
      setError(refused);
    }
  };
  const fields = fieldsOf(error);
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" data-testid="welcome-form">
      <p className="text-ink-muted text-read">
        You are signed in as the owner. Set an e-mail and a password, and you can sign in without a link from
        the console. Banyan then prints no more links.
      </p>
      {error !== null && Object.keys(fields).length === 0 ? <Refused>{messageOf(error)}</Refused> : null}
      <FormField label="E-mail" error={fields["email"]} hint="Only to sign in. Banyan sends nothing.">
        {(wiring) => (
          <Input
            {...wiring}
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={email ?? ""}
          />
        )}
      </FormField>
      <NewPassword error={fields["password"]} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={update.isPending || change.isPending}>
          Set password
        </Button>
        <Button look="quiet" onClick={skip}>
          Skip for now
        </Button>
      </div>
    </form>
  );
}
