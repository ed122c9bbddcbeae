import { Repeat } from "lucide-react";
import type { WorkflowSummary } from "#server/services/types";
import { Badge } from "../ui";

export function Recursion({ kind }: { readonly kind: WorkflowSummary["recursion"] }) {
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
