import type { Status } from "#server/engine/live/wire";
import type { WorkspaceRun } from "#server/engine/live/workspace-wire";
import type { Notification } from "#server/services/workspace-types";

export type Told = {
  readonly title: string;
  readonly detail: string;
  readonly href: string;
  /** State of the run it is about; `null` = it is about no run. */
  readonly status: Status | null;
};

/** What a notification says and where it leads; `null` = it is of a kind that this page does not know. */
export function tell({ reason, event }: Notification): Told | null {
  if ("run" in event) {
    const { run } = event;
    return {
      title: `${nameOf(run)} ${WORD[reason]}`,
      detail: run.failure ? run.failure.message || run.failure.code : run.slug,
      href: `/runs/${run.id}`,
      status: run.status,
    };
  }
  if (event.kind === "workflow.published" || event.kind === "workflow.changed") {
    const { name, slug, revision, actor } = event;
    const what = revision === null ? "changed" : `published as revision ${revision}`;
    return {
      title: `${name} ${what}`,
      detail: actor ? `by ${actor.name}` : slug,
      href: `/workflows/${slug}`,
      status: null,
    };
  }
  return null;
}

function nameOf({ label, slug, revision }: WorkspaceRun): string {
  const name = label ?? slug;
  return revision === 0 ? `${name} (draft)` : name;
}

const WORD: Readonly<Record<Notification["reason"], string>> = {
  attention: "needs attention",
  failed: "failed",
  ended: "has ended",
  published: "was published",
};
