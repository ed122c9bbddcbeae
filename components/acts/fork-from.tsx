"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FORKABLE, ForkForm } from "../inspector";
import { messageOf, useTRPC } from "../providers";
import { FormField, Select, Skeleton } from "../ui";

type ForkFromProps = { readonly id: string; readonly onCancel: () => void };

/** A fork of a run at any depth: from which of its nodes on, and with what. */
export function ForkFrom({ id, onCancel }: ForkFromProps) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<string | null>(null);
  const nodes = useQuery({ ...trpc.runs.nodes.queryOptions({ id }), staleTime: 0 });
  if (nodes.error) return <p className="p-4 text-failed-ink">{messageOf(nodes.error)}</p>;
  if (!nodes.data) return <Skeleton className="m-4 h-32" />;
  const begun = nodes.data.nodes.filter(({ status }) => FORKABLE.has(status));
  // What failed is what people fork for.
  const node = chosen ?? (begun.find(({ status }) => status === "failed") ?? begun[0])?.nodeId;
  if (node === undefined) return <p className="p-4 text-ink-muted">No node of this run has begun yet.</p>;
  return (
    <>
      <div className="px-4 pt-4">
        <FormField label="From">
          {(wiring) => (
            <Select
              id={wiring.id}
              label="From"
              value={node}
              options={begun.map(({ nodeId, kind, status }) => ({
                value: nodeId,
                label: `${nodeId} (${kind}, ${status})`,
              }))}
              onChange={setChosen}
            />
          )}
        </FormField>
      </div>
      <ForkForm key={node} id={id} node={node} onCancel={onCancel} />
    </>
  );
}
