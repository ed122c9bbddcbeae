"use client";
import { PageHeader } from "@/components/shell";
import { ErrorState } from "@/components/ui";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** Within the frame: the sidebar and the palette stay usable. */
export default function DashboardError({ error, reset }: ErrorPageProps) {
  const trace = error.digest ? ` The server log has the cause under ${error.digest}.` : "";
  return (
    <>
      <PageHeader crumbs={[{ label: "Failed" }]} />
      <ErrorState title="This page failed" message={`Nothing was changed by it.${trace}`} onRetry={reset} />
    </>
  );
}
