"use client";
import { useQuery } from "@tanstack/react-query";
import { Repeat } from "lucide-react";
import Link from "next/link";
import type { WorkflowSummary } from "#server/services/types";
import { every, messageOf, useTRPC } from "../providers";
import { StartButton } from "../runs";
import { PageHeader } from "../shell";
import { Ago, Badge, EmptyState, ErrorState, SkeletonRows, Table, Td, Th, Tr } from "../ui";
import { RunTicks } from "./run-ticks";

/** Events have it asked again at once; this is for when none come. */
const REFRESH_MS = 30_000;

export function WorkflowsScreen() {
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.workflows.list.queryOptions(), refetchInterval: every(REFRESH_MS) });
  return (
    <>
      <PageHeader crumbs={[{ label: "Workflows" }]} />
      <div className="min-h-0 grow overflow-auto">
        <h1 className="sr-only">Workflows</h1>
        {list.data ? (
          <Workflows workflows={list.data} />
        ) : list.error ? (
          <ErrorState
            title="The workflows could not be loaded"
            message={messageOf(list.error)}
            onRetry={() => void list.refetch()}
          />
        ) : (
          <SkeletonRows rows={4} />
        )}
      </div>
    </>
  );
}

function Workflows({ workflows }: { readonly workflows: readonly WorkflowSummary[] }) {
  if (workflows.length === 0) {
    return (
      <EmptyState title="No workflows yet">
        A workflow is a JSON file. Add one with{" "}
        <code className="font-mono text-small">npm run banyan -- workflows push file.json</code>.
      </EmptyState>
    );
  }
  return (
    <Table>
      <thead>
        <tr>
          <Th>Workflow</Th>
          <Th className="max-md:hidden">Recursion</Th>
          <Th align="right" className="max-md:hidden">
            Nodes
          </Th>
          <Th align="right" className="max-lg:hidden">
            Revision
          </Th>
          <Th className="max-sm:hidden">Last 20 runs</Th>
          <Th align="right" className="max-lg:hidden">
            Updated
          </Th>
          <Th>
            <span className="sr-only">Start</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {workflows.map((workflow) => (
          <WorkflowRow key={workflow.slug} workflow={workflow} />
        ))}
      </tbody>
    </Table>
  );
}

function WorkflowRow({ workflow }: { readonly workflow: WorkflowSummary }) {
  return (
    <Tr data-testid="workflow-row">
      <Td className="w-full max-w-0 py-2">
        <Link
          href={`/workflows/${workflow.slug}`}
          className="font-medium text-ui outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {workflow.name}
        </Link>
        <span className="ml-2 font-mono text-ink-faint max-sm:hidden">{workflow.slug}</span>
        <p className="truncate text-ink-muted">{workflow.description}</p>
      </Td>
      <Td className="max-md:hidden">
        <Recursion kind={workflow.recursion} />
      </Td>
      <Td align="right" className="font-mono max-md:hidden">
        {workflow.nodes}
      </Td>
      <Td align="right" className="font-mono max-lg:hidden">
        {workflow.revision}
      </Td>
      <Td className="max-sm:hidden">
        <RunTicks runs={workflow.lastRuns} />
      </Td>
      <Td align="right" className="text-ink-muted max-lg:hidden">
        <Ago at={workflow.updatedAt} />
      </Td>
      <Td align="right">
        <StartButton slug={workflow.slug} name={workflow.name} look="plain" size="small" />
      </Td>
    </Tr>
  );
}

export function Recursion({ kind }: { readonly kind: WorkflowSummary["recursion"] }) {
  if (kind === "none") return <span className="text-ink-faint">none</span>;
  return (
    <Badge>
      <Repeat aria-hidden className="size-3" /> calls itself
    </Badge>
  );
}
