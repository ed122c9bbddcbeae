"use client";
import { useLayoutEffect } from "react";
import { ErrorState } from "@/components/ui";
import "./globals.css";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** When even the frame around every page failed: it brings its own document, in the colours of the system. */
export default function GlobalError({ error, reset }: ErrorPageProps) {
  const trace = error.digest ? ` The server log has the cause under ${error.digest}.` : "";
  useLayoutEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.classList.toggle("dark", dark);
  }, []);
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <title>Failed · Banyan</title>
        <main className="pt-[18dvh]">
          <ErrorState
            title="Banyan could not be shown"
            message={`Runs go on, and nothing was changed by this.${trace}`}
            onRetry={reset}
          />
        </main>
      </body>
    </html>
  );
}
