"use client";
import { useQuery } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { WorkflowDetail } from "#server/services/types";
import { ExportWorkflow } from "../exchange";
import { useTRPC } from "../providers";
import { InputFields, RecentRuns, StartButton } from "../runs";
import { PageHeader } from "../shell";
import { Ago, buttonClass, Link, SkeletonRows } from "../ui";
import { DraftMark } from "./draft-mark";
import { DraftPanel } from "./draft-panel";
import { GraphView } from "./graph-view";
import { boxesOf } from "./model/layered";
import { limitsOf } from "./model/limits";
import { Problems } from "./problems";
import { Recursion } from "./recursion";
import { RevisionsPanel } from "./revisions-panel";
import { UnreadWorkflow } from "./unread-workflow";
import { WorkflowSwitcher } from "./workflow-switcher";

export function WorkflowScreen({ slug }: { readonly slug: string }) {
  const trpc = useTRPC();
  const workflow = useQuery(trpc.workflows.get.queryOptions({ slug }));
  const { data, error } = workflow;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Workflows", href: "/workflows" },
          { label: data?.name ?? slug, switcher: <WorkflowSwitcher slug={slug} /> },
        ]}
      />
      <div className="min-h-0 grow overflow-y-auto">
        {data ? (
          <Workflow workflow={data} />
        ) : error ? (
          <UnreadWorkflow slug={slug} error={error} onRetry={() => void workflow.refetch()} />
        ) : (
          <SkeletonRows rows={6} />
        )}
      </div>
    </>
  );
}

function Workflow({ workflow }: { readonly workflow: WorkflowDetail }) {
  const { graph } = workflow;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8 px-4 py-5">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-80">
          <h1 className="font-semibold text-title tracking-tight [overflow-wrap:anywhere]">
            {workflow.name}
          </h1>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted text-small">
            <span className="min-w-0 font-mono [overflow-wrap:anywhere]">
              {workflow.slug}
              {graph ? `@${workflow.revision}` : ""}
            </span>
            <DraftMark revision={workflow.revision} draft={workflow.draft} />
            {graph ? <Recursion recursion={workflow.recursion} revision={workflow.revision} /> : null}
            <span>
              updated <Ago at={workflow.updatedAt} />
            </span>
            {workflow.note ? <span className="[overflow-wrap:anywhere]">“{workflow.note}”</span> : null}
          </p>
          <p className="mt-2 max-w-[72ch] text-read [overflow-wrap:anywhere]">{workflow.description}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={`/workflows/${workflow.slug}/edit`}
            className={buttonClass({})}
            data-testid="edit-workflow"
          >
            <PencilLine aria-hidden /> Open in the editor
          </Link>
          {graph ? <ExportWorkflow graph={() => graph} boxes={() => boxesOf(graph)} /> : null}
          {graph ? <StartButton slug={workflow.slug} name={workflow.name} /> : null}
        </div>
      </div>
      <Problems problems={workflow.problems} label="Problems of the workflow" />
      <DraftPanel workflow={workflow} />
      {graph ? <Published workflow={workflow} graph={graph} /> : null}
    </div>
  );
}

type PublishedProps = { readonly workflow: WorkflowDetail; readonly graph: Graph };

/** What runs take, and the runs that took it. */
function Published({ workflow, graph }: PublishedProps) {
  const { slug, inputSchema } = workflow;
  const limits = limitsOf(graph);
  return (
    <>
      <Section title="Graph">
        <GraphView graph={graph} maxDepth={limits.maxDepth} />
      </Section>
      <div className="grid gap-8 lg:grid-cols-[1fr_320px]">
        <div className="grid min-w-0 content-start gap-8">
          <Section title="Recent runs">
            <RecentRuns slug={slug} />
          </Section>
          <RevisionsPanel workflow={workflow} />
        </div>
        <div className="grid content-start gap-8">
          <Section title="Limits">
            <Limits limits={limits.rows} />
          </Section>
          {inputSchema ? (
            <Section title="Input">
              <InputFields schema={inputSchema} />
            </Section>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="mb-2 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Limits({ limits }: { readonly limits: ReturnType<typeof limitsOf>["rows"] }) {
  return (
    <dl className="divide-y rounded border text-small">
      {limits.map(({ name, value, own }) => (
        <div key={name} className="flex h-8 items-center justify-between gap-3 px-3">
          <dt className="shrink-0 text-ink-muted">{name}</dt>
          <dd className="truncate font-mono" title={value}>
            {value}
            {own ? null : <span className="ml-2 font-sans text-ink-faint text-micro">default</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
