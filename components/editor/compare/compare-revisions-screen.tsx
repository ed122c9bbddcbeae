"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import type { WorkflowDetail } from "#server/services/types";
import { messageOf, statusOf, useTRPC } from "../../providers";
import { PageHeader } from "../../shell";
import { buttonClass, EmptyState, ErrorState, Link, lazyPart, SkeletonRows } from "../../ui";
import { UnreadWorkflow } from "../../workflows";
import { type Side, sideText } from "../model/compare/sides";
import { CompareHead } from "./compare-head";
import { useSides } from "./use-sides";

/** The canvas and the engine behind it come once there is something to draw. */
const CompareView = lazyPart(() => import("./compare-view"));

/** Any two revisions of a workflow, or one and its draft. */
export function CompareRevisionsScreen({ slug }: { readonly slug: string }) {
  const trpc = useTRPC();
  const workflow = useQuery(trpc.workflows.get.queryOptions({ slug }));
  const { data, error } = workflow;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Workflows", href: "/workflows" },
          { label: data?.name ?? slug, href: `/workflows/${slug}` },
          { label: "Compare" },
        ]}
      />
      <h1 className="sr-only">Compare revisions of {data?.name ?? slug}</h1>
      {data ? (
        <Opened workflow={data} />
      ) : error ? (
        <UnreadWorkflow error={error} slug={slug} onRetry={() => void workflow.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </>
  );
}

function Opened({ workflow }: { readonly workflow: WorkflowDetail }) {
  if (workflow.revision > 0) return <Compared workflow={workflow} />;
  return (
    <Nothing slug={workflow.slug} title="Nothing is published yet">
      There is only a draft, so there is nothing to compare it with.
    </Nothing>
  );
}

function Compared({ workflow }: { readonly workflow: WorkflowDetail }) {
  const { from, to, only, chosen, before, after } = useSides(workflow);
  const error = before.error ?? after.error;
  const head = <CompareHead workflow={workflow} from={from} to={to} />;
  if (error)
    return (
      <>
        {head}
        <Failed
          slug={workflow.slug}
          side={before.error ? from : to}
          error={error}
          again={() => {
            before.again();
            after.again();
          }}
        />
      </>
    );
  if (before.graph === undefined || after.graph === undefined)
    return (
      <>
        {head}
        <SkeletonRows rows={8} />
      </>
    );
  return (
    <>
      {head}
      {before.graph && after.graph ? (
        <Suspense fallback={<SkeletonRows rows={8} />}>
          <CompareView
            key={`${from} ${to}`}
            before={before.graph}
            after={after.graph}
            only={only}
            chosen={chosen}
          />
        </Suspense>
      ) : (
        <Nothing slug={workflow.slug} title="The draft cannot be compared yet">
          It does not have the shape of a graph. The editor shows it as code.
        </Nothing>
      )}
    </>
  );
}

type FailedProps = {
  readonly slug: string;
  readonly side: Side;
  readonly error: unknown;
  readonly again: () => void;
};

function Failed({ slug, side, error, again }: FailedProps) {
  if (statusOf(error) === 404)
    return (
      <Nothing slug={slug} title={`There is no ${sideText(side).replace("the ", "")}`}>
        {messageOf(error)}
      </Nothing>
    );
  return (
    <ErrorState title={`${sideText(side)} could not be loaded`} message={messageOf(error)} onRetry={again} />
  );
}

type NothingProps = { readonly slug: string; readonly title: string; readonly children: ReactNode };

function Nothing({ slug, title, children }: NothingProps) {
  return (
    <EmptyState
      title={title}
      action={
        <Link href={`/workflows/${slug}`} className={buttonClass({})}>
          Go to the workflow
        </Link>
      }
    >
      {children}
    </EmptyState>
  );
}
