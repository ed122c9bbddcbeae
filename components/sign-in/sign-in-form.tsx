"use client";
import { useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button, FormField, Input } from "../ui";
import { Refused } from "./card";
import { destinationOf } from "./model/destination";
import { post, type Refusal } from "./post";
import { useCountdown } from "./use-countdown";

/** E-mail and password. After too many tries it counts down instead of asking. */
export function SignInForm() {
  const asked = useSearchParams().get("to");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [wait, startWait] = useCountdown();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await post("sign-in", { email: fields.get("email"), password: fields.get("password") });
    if (answer.ok) return location.replace(destinationOf(asked));
    setBusy(false);
    setRefusal(answer.refusal);
    startWait(answer.refusal.status === 429 ? answer.refusal.wait : 0);
  };
  const waits = wait > 0;
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" data-testid="sign-in-form">
      {refusal && (waits || refusal.status !== 429) ? (
        <Refused>
          {waits ? <>Too many attempts. Wait {sayWait(wait)}, then try again.</> : refusal.message}
        </Refused>
      ) : null}
      <FormField label="E-mail">
        {(wiring) => (
          <Input {...wiring} name="email" type="email" autoComplete="username" required autoFocus />
        )}
      </FormField>
      <FormField label="Password">
        {(wiring) => (
          <Input {...wiring} name="password" type="password" autoComplete="current-password" required />
        )}
      </FormField>
      <Button type="submit" look="primary" disabled={busy || waits}>
        {waits ? `Wait ${sayWait(wait)}` : "Sign in"}
      </Button>
    </form>
  );
}

function sayWait(seconds: number): string {
  return seconds >= 60
    ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
    : `${seconds} s`;
}
