"use client";
import { RotateCw } from "lucide-react";
import { useEffect } from "react";
import { Button } from "./button";
import { ErrorState } from "./states";

/** What stands in for a part that could not be fetched. */
export type Retry = { readonly retry: () => void; readonly reason: string };

const TITLE = "This part could not be loaded";

/** Tries again by itself when the browser has a network again. */
export function useRetryOnline(retry: () => void): void {
  useEffect(() => {
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [retry]);
}

/** In the place of something large. */
export function Missing({ retry, reason }: Retry) {
  useRetryOnline(retry);
  return <ErrorState title={TITLE} message={reason} onRetry={retry} />;
}

/** In the place of something that is one line high. */
export function MissingLine({ retry, reason }: Retry) {
  useRetryOnline(retry);
  return (
    <p
      role="alert"
      title={reason}
      className="flex min-w-0 grow items-center gap-2 text-failed-ink text-small"
    >
      <span className="truncate">{TITLE}</span>
      <Button size="small" onClick={retry}>
        <RotateCw aria-hidden /> Try again
      </Button>
    </p>
  );
}
