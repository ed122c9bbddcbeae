"use client";
import { RotateCw } from "lucide-react";
import { useMemo, useState } from "react";
import type { Strategy } from "#server/engine/context/schema";
import type { PricedAgent } from "#server/engine/graph/worst-case";
import { ContextDiff, costText, explainStrategy } from "../../inspector";
import { Button, Skeleton } from "../../ui";
import { useEditorState } from "../context";
import { useHandOff } from "../dry-run/use-hand-off";
import type { HandOffTold } from "../model/trial/hand-off";
import { withStrategy } from "../model/trial/tried-strategy";
import { useTrial } from "../trial-context";
import { FoldSummary } from "./fold-summary";
import { TryStrategy } from "./try-strategy";

/** What the first child of a node would get of its parent's context, as the form stands now. */
export function HandOffPreview({ id }: { readonly id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="min-w-0 border-t pt-2"
      data-testid="hand-off-preview"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <FoldSummary>What a child would inherit</FoldSummary>
      {open ? <Preview id={id} /> : null}
    </details>
  );
}

function Preview({ id }: { readonly id: string }) {
  const { lastRun } = useTrial();
  const { graph } = useEditorState();
  const node = graph.nodes[id];
  const [strategy, setStrategy] = useState<Strategy | null>(null);
  const tried = useMemo(() => (node && strategy ? withStrategy(node, strategy) : null), [node, strategy]);
  const { told, price, busy, retry } = useHandOff(id, tried);
  return (
    <div className="grid min-w-0 gap-3 pt-3 pb-2">
      <p className="text-ink-muted text-small">
        Run dry with {lastRun ? "what the last run worked with" : "values made from the schemas"}, up to the
        first child. Nothing is called.
      </p>
      {told ? (
        <div className="grid min-w-0 gap-3" aria-busy={busy}>
          <Told told={told} price={price} retry={retry} />
          {told.kind === "handedOff" && told.receipt ? (
            <TryStrategy id={id} strategy={strategy} onTry={setStrategy}>
              {told.tried ? <Tried tried={told.tried} price={price} /> : null}
            </TryStrategy>
          ) : null}
        </div>
      ) : (
        <Skeleton className="h-24" />
      )}
    </div>
  );
}

type Priced = { readonly price: PricedAgent | null };

type ToldProps = Priced & { readonly told: HandOffTold; readonly retry: () => void };

function Told({ told, price, retry }: ToldProps) {
  if (told.kind === "unknown")
    return (
      <div role="alert" className="flex flex-wrap items-center gap-2 text-small">
        <p className="min-w-0 text-failed-ink [overflow-wrap:anywhere]">
          It could not be worked out: {told.message}
        </p>
        <Button size="small" onClick={retry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      </div>
    );
  if (told.kind === "failed")
    return (
      <p role="alert" className="text-failed-ink text-small [overflow-wrap:anywhere]">
        No child would start: {told.message}
      </p>
    );
  if (told.kind === "unreached")
    return (
      <p className="text-ink-muted text-small">
        No child of this node is reached{told.why === null ? " with that input" : `, for ${told.why}`}. Pin
        what nodes before it give, or run the draft with another input.
      </p>
    );
  if (!told.receipt)
    return (
      <p className="text-ink-muted text-small">
        Neither this workflow nor {told.workflow} uses a context. Press Escape and add one under “Context” of
        the workflow.
      </p>
    );
  return (
    <section aria-label="As it stands" className="grid min-w-0 gap-2">
      <p className="text-small">
        <span className="font-mono [overflow-wrap:anywhere]">{told.path}</span>, depth {told.depth}
      </p>
      <Receipt receipt={told.receipt} price={price} />
    </section>
  );
}

type Handed = Extract<HandOffTold, { kind: "handedOff" }>;

function Tried({ tried, price }: Priced & { readonly tried: NonNullable<Handed["tried"]> }) {
  if ("failure" in tried)
    return <p className="text-failed-ink text-small [overflow-wrap:anywhere]">{tried.failure}</p>;
  return <Receipt receipt={tried} price={price} />;
}

function Receipt({ receipt, price }: Priced & { readonly receipt: NonNullable<Handed["receipt"]> }) {
  const cost = (tokens: number) => costText(tokens * (price?.usdPerToken ?? 0));
  return (
    <>
      <p className="text-ink-muted text-small">{explainStrategy(receipt)}</p>
      {price ? (
        <p className="text-small">
          {cost(receipt.after.tokens)} of {cost(receipt.before.tokens)}{" "}
          <span className="text-ink-muted">each time {price.id}, the dearest agent, reads all of it</span>
        </p>
      ) : null}
      <ContextDiff receipt={receipt} />
    </>
  );
}
