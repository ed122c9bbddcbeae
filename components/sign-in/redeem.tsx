"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "../ui";

type Outcome = { readonly kind: "ready" | "busy" } | { readonly kind: "refused"; readonly message: string };

/** Trades a link's token for a session. A link that is merely opened must not be used up, so a person's browser posts it. */
export function Redeem({ token }: { readonly token: string }) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: "busy" });
  const asked = useRef(false);
  const redeem = async () => {
    setOutcome({ kind: "busy" });
    const refusal = await post(token);
    if (refusal === null) location.replace("/");
    else setOutcome({ kind: "refused", message: refusal });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    // The token must stay neither in the address bar nor in the history.
    history.replaceState(null, "", "/sign-in");
    void redeem();
  }, []);
  if (outcome.kind !== "refused") {
    return (
      <p role="status" className="text-ink-muted">
        Signing you in…
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-3">
      <p role="alert" className="rounded bg-failed-soft px-3 py-2 text-failed-ink">
        {outcome.message}
      </p>
      <Button onClick={() => void redeem()}>Try again</Button>
    </div>
  );
}

async function post(token: string): Promise<string | null> {
  try {
    const answer = await fetch("/api/auth/redeem", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) return null;
    const problem = (await answer.json()) as { readonly title?: string; readonly detail?: string };
    return (
      [problem.title, problem.detail].filter(Boolean).join(". ") || `The server answered ${answer.status}.`
    );
  } catch {
    return "Banyan did not answer. Is it still running?";
  }
}
