"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "../ui";
import { Refused } from "./card";
import { post } from "./post";

/** Trades a link's token for a session. A link that is merely opened must not be used up, so a person's browser posts it. */
export function Redeem({ token }: { readonly token: string }) {
  const [refused, setRefused] = useState<string | null>(null);
  const asked = useRef(false);
  const redeem = async () => {
    setRefused(null);
    const answer = await post("redeem", { token });
    if (answer.ok) location.replace("/welcome");
    else setRefused(`This sign-in link does not work. ${answer.refusal.message}`);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    // The token must stay neither in the address bar nor in the history.
    history.replaceState(null, "", "/sign-in");
    void redeem();
  }, []);
  if (refused === null) {
    return (
      <p role="status" className="text-ink-muted">
        Signing you in…
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-3">
      <Refused>{refused}</Refused>
      <Button onClick={() => void redeem()}>Try again</Button>
    </div>
  );
}
