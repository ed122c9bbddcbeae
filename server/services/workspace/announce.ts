import type { Sql } from "#db/client";
import { announceToWorkspace } from "#db/queries/workspace-events";
import type { Caller } from "../types.ts";

type WorkflowNews = {
  readonly slug: string;
  readonly name: string;
  readonly revision: number | null;
  readonly demo?: boolean;
  /** The whole workflow went. */
  readonly gone?: boolean;
};

/** A new revision is published. Pass the transaction of the act. */
export function announcePublished(tx: Sql, caller: Caller, news: WorkflowNews): Promise<void> {
  return announce(tx, caller, "workflow.published", news);
}

/** Anything else happened to it, such as to its draft. Pass the transaction of the act. */
export function announceChanged(tx: Sql, caller: Caller, news: WorkflowNews): Promise<void> {
  return announce(tx, caller, "workflow.changed", news);
}

function announce(tx: Sql, caller: Caller, kind: string, news: WorkflowNews): Promise<void> {
  const { slug, name, revision, demo = false, gone = false } = news;
  return announceToWorkspace(tx, {
    kind,
    subject: slug,
    slug,
    demo,
    actor: caller.actor,
    detail: { name, revision, ...(gone ? { gone } : {}) },
  });
}
