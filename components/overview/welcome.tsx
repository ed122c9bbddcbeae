"use client";
import { useMutation } from "@tanstack/react-query";
import { Play, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LoadDemo } from "../demo";
import { messageOf, useMay, useTRPC } from "../providers";
import { Button, CopyButton } from "../ui";
import { Preview } from "./preview";

/** The example that needs no key and no network. */
const AUDIT = "dependency-audit";
const COMMANDS = [
  "npm run banyan -- run dependency-audit --watch",
  "npm run banyan -- run my-workflow.yaml --input '{\"n\": 3}'",
  "npm run banyan -- runs list",
];

/** Nothing has ever run here: what this is, how to begin, and behind it what it will look like. */
export function Welcome({ onDismiss }: { readonly onDismiss: () => void }) {
  return (
    <div className="relative min-h-0 grow overflow-y-auto" data-testid="welcome">
      <div
        aria-hidden
        inert
        className="pointer-events-none absolute inset-0 select-none overflow-hidden opacity-30 [mask-image:linear-gradient(black,transparent_90%)]"
      >
        <Preview />
      </div>
      <div className="relative mx-auto my-10 w-full max-w-xl px-4 sm:my-16">
        <section aria-labelledby="welcome" className="rounded-lg border bg-raised shadow-float">
          <header className="flex items-start gap-3 px-5 pt-5">
            <div className="grow">
              <h1 id="welcome" className="font-semibold text-title tracking-tight">
                Watch a workflow grow
              </h1>
              <p className="mt-1 text-ink-muted text-read">
                Banyan runs workflows that call themselves, and shows every run of the tree live. Nothing has
                run here yet.
              </p>
            </div>
            <Button look="quiet" size="icon" aria-label="Dismiss the welcome" onClick={onDismiss}>
              <X aria-hidden />
            </Button>
          </header>
          <div className="grid grid-cols-1 gap-5 p-5">
            <StartAudit />
            <LoadDemo />
            <div>
              <h2 className="mb-1.5 text-ink-muted text-small">
                Or from the terminal, in the folder of Banyan
              </h2>
              <ul className="divide-y rounded border bg-panel">
                {COMMANDS.map((command) => (
                  <li key={command} className="flex items-center gap-2 py-1 pr-1 pl-3">
                    <code className="min-w-0 grow break-words font-mono text-small">{command}</code>
                    <CopyButton text={command} label="Copy the command" />
                  </li>
                ))}
              </ul>
            </div>
          </div>
        </section>
      </div>
    </div>
  );
}

function StartAudit() {
  const trpc = useTRPC();
  const router = useRouter();
  const mayStart = useMay("run.start");
  const [key] = useState(() => crypto.randomUUID());
  const start = useMutation(
    trpc.runs.start.mutationOptions({ onSuccess: ({ id }) => router.push(`/runs/${id}`) }),
  );
  if (!mayStart) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        look="primary"
        busy={start.isPending || start.isSuccess}
        onClick={() => start.mutate({ slug: AUDIT, input: {}, idempotencyKey: key })}
        data-testid="start-audit"
      >
        {start.isPending || start.isSuccess ? null : <Play aria-hidden />} Start the audit
      </Button>
      <p className="min-w-0 basis-60 grow text-ink-muted text-small">
        Reads the packages Banyan itself is made of, one run each: a few hundred runs on seven levels, in
        seconds.
      </p>
      {start.error ? (
        <p role="alert" className="basis-full text-failed-ink text-small">
          The audit was not started. {messageOf(start.error)}
        </p>
      ) : null}
    </div>
  );
}
