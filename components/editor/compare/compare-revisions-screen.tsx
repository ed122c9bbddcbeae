"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import type { WorkflowDetail } from "#server/services/types";
import { messageOf, useTRPC } from "../../providers";
import { PageHeader } from "../../shell";
import { buttonClass, EmptyState, ErrorState, Link, lazyPart, SkeletonRows } from "../../ui";
import { UnreadWorkflow } from "../../workflows";
import { missingSide, pairsOf, type Side, sideText } from "../model/compare/sides";
import { CompareHead } from "./compare-head";
import { useNamed, useSides } from "./use-sides";

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
  const { from, to } = useNamed(workflow);
  const missing = missingSide([from, to], workflow);
  if (workflow.revision === 0)
    return (
      <Nothing slug={workflow.slug} title="Nothing is published yet">
        There is only a draft, so there is nothing to compare it with.
      </Nothing>
    );
  return missing === null ? <Compared workflow={workflow} /> : <Missing workflow={workflow} side={missing} />;
}

const MOST_OFFERED = 5;

/** Leads on to what there is. */
function Missing({ workflow, side }: { readonly workflow: WorkflowDetail; readonly side: Side }) {
  const { slug, revision } = workflow;
  const pairs = pairsOf(workflow, MOST_OFFERED);
  const there = revision === 1 ? "Revision 1 is" : `Revisions 1 to ${revision} are`;
  return (
    <Nothing slug={slug} title={`There is no ${sideText(side).replace("the ", "")} of ${workflow.name}`}>
      {there} published{workflow.draft ? ", and there is a draft" : ""}.
      {pairs.length > 0 ? (
        <ul aria-label="What can be compared" className="mt-3 grid justify-items-center gap-1">
          {pairs.map(([before, after]) => (
            <li key={after}>
              <Link
                href={`/workflows/${slug}/compare?from=${before}&to=${after}`}
                className="text-accent-ink hover:underline"
              >
                Revision {before} with {sideText(after)}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
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

type FailedProps = { readonly side: Side; readonly error: unknown; readonly again: () => void };

function Failed({ side, error, again }: FailedProps) {
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
