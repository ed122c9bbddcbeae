"use client";
import { messageOf, statusOf } from "../providers";
import { buttonClass, EmptyState, ErrorState, Link } from "../ui";

type UnreadWorkflowProps = { readonly slug: string; readonly error: unknown; readonly onRetry: () => void };

/** In place of a workflow that is not there, or could not be loaded. */
export function UnreadWorkflow({ slug, error, onRetry }: UnreadWorkflowProps) {
  if (statusOf(error) !== 404)
    return (
      <ErrorState title="The workflow could not be loaded" message={messageOf(error)} onRetry={onRetry} />
    );
  return (
    <EmptyState
      title="There is no such workflow"
      action={
        <Link href="/workflows" className={buttonClass({})}>
          Go to workflows
        </Link>
      }
    >
      No workflow has the name “{slug}”.
    </EmptyState>
  );
}
