"use client";
import { ErrorState } from "@/components/ui";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const trace = error.digest ? ` The server log has the cause under ${error.digest}.` : "";
  return (
    <main className="pt-[18dvh]">
      <ErrorState title="This page failed" message={`Nothing was changed by it.${trace}`} onRetry={reset} />
    </main>
  );
}
