import { Repeat } from "lucide-react";
import type { WorkflowSummary } from "#server/services/types";
import { Badge } from "../ui";

/** How what is published can come back to itself: of a mere draft nothing is known. */
export function Recursion({ recursion: kind, revision }: Pick<WorkflowSummary, "recursion" | "revision">) {
  if (revision === 0) return <span className="text-ink-faint">not published</span>;
  if (kind === "none") return <span className="text-ink-faint">none</span>;
  return (
    <Badge
      title={
        kind === "self" ? undefined : "Its runs start runs of other workflows, which start runs of it again"
      }
    >
      <Repeat aria-hidden className="size-3" /> {kind === "self" ? "calls itself" : "through others"}
    </Badge>
  );
}
