import {
  BadgeCheck,
  Bot,
  Braces,
  CircleStop,
  Clock,
  GitBranch,
  Globe,
  ListTree,
  type LucideIcon,
  Network,
  OctagonX,
  Radio,
  Repeat2,
  Shuffle,
  SquareFunction,
  Undo2,
  Waypoints,
} from "lucide-react";
import type { NodeKind } from "../model/kinds";

const ICONS: Readonly<Record<NodeKind, LucideIcon>> = {
  task: SquareFunction,
  agent: Bot,
  http: Globe,
  code: Braces,
  transform: Shuffle,
  emit: Radio,
  subworkflow: Waypoints,
  map: ListTree,
  loop: Repeat2,
  plan: Network,
  decision: GitBranch,
  approval: BadgeCheck,
  wait: Clock,
  compensate: Undo2,
  end: CircleStop,
  fail: OctagonX,
};

export function KindIcon({ kind, className }: { readonly kind: NodeKind; readonly className?: string }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden className={className ?? "size-4 shrink-0 text-ink-faint"} />;
}
