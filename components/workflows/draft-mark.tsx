import { PencilLine } from "lucide-react";
import type { WorkflowSummary } from "#server/services/types";
import { Badge } from "../ui";

/** Whether there is work on a workflow that nobody has published. */
export function DraftMark({ revision, draft }: Pick<WorkflowSummary, "revision" | "draft">) {
  if (!draft) return null;
  return (
    <Badge title={`Saved by ${draft.by}`}>
      <PencilLine aria-hidden /> {revision === 0 ? "Draft" : "Unpublished changes"}
    </Badge>
  );
}
