"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { graphChanges } from "#server/engine/graph/diff";
import type { Graph } from "#server/engine/graph/graph";
import { diffGraphs } from "#server/engine/modification/diff";
import type { WorkflowDetail } from "#server/services/types";
import { messageOf, useTRPC, useTRPCClient } from "../providers";
import { Ago, Button, Dialog, ErrorState, RadioGroup, Skeleton } from "../ui";
import { ChangeList, changeLines } from "../workflows";
import { useEditing, useEditorState, useSaveState } from "./context";
import { valueText } from "./model/compare/field-rows";
import { type Clash, mergeGraphs, type Side } from "./model/merge";
import { counted } from "./model/names";
import { setApart } from "./model/set-apart";
import { readStanding, type Standing } from "./standing";

/** Somebody else has saved while this was being edited: nothing is lost until it is said what becomes of both. */
export function ConflictDialog({ workflow: { slug, name } }: { readonly workflow: WorkflowDetail }) {
  const { status, base } = useSaveState();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const open = status === "conflict";
  const theirs = useQuery({
    queryKey: [...trpc.workflows.draft.queryKey({ slug }), "conflict", base],
    queryFn: () => readStanding(client, slug),
    enabled: open,
    staleTime: 0,
  });
  return (
    <Dialog
      open={open}
      // It goes once it is settled, not before: until then nothing is saved.
      onOpenChange={() => undefined}
      unasked
      title={`Somebody else has saved the draft of ${name}`}
      description="Your edits are here and not on the server yet."
    >
      {theirs.data ? (
        <Settle key={theirs.data.hash} theirs={theirs.data} />
      ) : theirs.error ? (
        <ErrorState
          title="The other draft could not be loaded"
          message={messageOf(theirs.error)}
          onRetry={() => void theirs.refetch()}
        />
      ) : (
        <Skeleton className="m-4 h-24" />
      )}
    </Dialog>
  );
}

function Settle({ theirs }: { readonly theirs: Standing }) {
  const { store, autosave } = useEditing();
  const { saved } = useSaveState();
  const { graph: mine } = useEditorState();
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const { by, graph: other } = theirs;
  const apart = useMemo(() => other && setApart(saved, mine, other), [saved, mine, other]);
  const merged = other && apart ? mergeGraphs(saved, apart.graph, other, choices) : null;
  const open = merged?.clashes.filter(({ key }) => !Object.hasOwn(choices, key)).length ?? 0;
  const take = (graph: Graph) => {
    const operations = diffGraphs(mine, graph);
    if (!store.do({ label: `Take the draft of ${by}`, by, operations })) return;
    autosave.rebase(theirs.hash, store.get().graph, theirs.problems);
  };
  const merge = (graph: Graph, both: Graph) => {
    if (store.merge({ saved, by, theirs: graph, merged: both }))
      autosave.rebase(theirs.hash, graph, theirs.problems);
  };
  return (
    <div className="grid min-h-0 gap-4 overflow-y-auto p-4" data-testid="conflict">
      <p>
        {theirs.by} saved <Ago at={theirs.at} />. {summary(merged?.clashes ?? [])}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Changed by={theirs.by} before={saved} after={other} />
        <Changed by="you" before={saved} after={mine} />
      </div>
      <Apart names={apart?.names} by={by} />
      {merged?.clashes.map((clash) => (
        <Choice
          key={clash.key}
          clash={clash}
          by={theirs.by}
          value={choices[clash.key] ?? null}
          onChange={(side) => setChoices({ ...choices, [clash.key]: side })}
        />
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        {other ? <Button onClick={() => take(other)}>Take theirs</Button> : null}
        <Button onClick={() => autosave.rebase(theirs.hash, other ?? saved, theirs.problems)}>
          Keep mine
        </Button>
        {other && merged ? (
          <Button look="primary" disabled={open > 0} onClick={() => merge(other, merged.graph)}>
            Merge both
          </Button>
        ) : null}
      </div>
    </div>
  );
}

type ApartProps = { readonly names: ReadonlyMap<string, string> | undefined; readonly by: string };

/** What both have added by one name, and what mine is called once both are merged. */
function Apart({ names = new Map(), by }: ApartProps) {
  if (names.size === 0) return null;
  return (
    <ul aria-label="Added by both" className="grid gap-1 text-small">
      {[...names].map(([was, name]) => (
        <li key={was} className="[overflow-wrap:anywhere]">
          You and {by} have both added <code>{was}</code>. Merged, both stay, and yours is called{" "}
          <code>{name}</code>.
        </li>
      ))}
    </ul>
  );
}

function summary(clashes: readonly Clash[]): string {
  if (clashes.length === 0) return "You have changed different parts, so both can be merged.";
  const whose = clashes.length === 1 ? "say whose it is to be" : "say of each whose it is to be";
  return `Both of you have changed ${counted("part", clashes.length)}: ${whose}, and both can be merged.`;
}

type ChoiceProps = {
  readonly clash: Clash;
  readonly by: string;
  /** Nobody is asked what has an answer already: there is none until one is given. */
  readonly value: Side | null;
  readonly onChange: (side: Side) => void;
};

function Choice({ clash: { what, name, field, mine, theirs, rows }, by, value, onChange }: ChoiceProps) {
  const title = field === "" ? `${what} ${name}` : `${what} ${name}: ${field}`;
  return (
    <div className="grid gap-1.5">
      <RadioGroup
        label={title}
        value={value ?? ""}
        onChange={(side) => onChange(side as Side)}
        options={[
          { value: "mine", label: `Mine: ${mine}` },
          { value: "theirs", label: `${by}: ${theirs}` },
        ]}
      />
      {rows.length > 0 ? (
        <dl aria-label={`Where they differ in ${title}`} className="grid gap-1 pl-6 text-small">
          {rows.map((row) => (
            <div key={row.path} className="min-w-0 [overflow-wrap:anywhere]">
              <dt className="font-mono text-ink-muted text-micro">{row.path || "its value"}</dt>
              <dd>
                <span className="text-ink-muted">Mine:</span> <code>{valueText(row.before)}</code>
              </dd>
              <dd>
                <span className="text-ink-muted">{by}:</span> <code>{valueText(row.after)}</code>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}

type ChangedProps = { readonly by: string; readonly before: Graph; readonly after: Graph | null };

/** What one of both has made of what was saved before. */
function Changed({ by, before, after }: ChangedProps) {
  const lines = useMemo(() => (after ? changeLines(graphChanges(before, after)) : []), [before, after]);
  if (lines.length === 0) return null;
  const title = `Changed by ${by}`;
  return (
    <div className="grid content-start gap-1">
      <p className="text-ink-muted text-small">{title}</p>
      <ChangeList lines={lines} label={title} />
    </div>
  );
}
