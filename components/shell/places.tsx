import {
  Activity,
  Bot,
  ChartSpline,
  LayoutDashboard,
  type LucideIcon,
  Settings,
  Waypoints,
} from "lucide-react";

export type Place = {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Its keys, `g` and a letter, go by this. */
  readonly command: string;
};

/** The pages of the sidebar, in its order. */
export const PLACES: readonly Place[] = [
  { href: "/overview", label: "Overview", icon: LayoutDashboard, command: "go.overview" },
  { href: "/workflows", label: "Workflows", icon: Waypoints, command: "go.workflows" },
  { href: "/runs", label: "Runs", icon: Activity, command: "go.runs" },
  { href: "/performance", label: "Performance", icon: ChartSpline, command: "go.performance" },
  { href: "/agents", label: "Agents", icon: Bot, command: "go.agents" },
  { href: "/settings", label: "Settings", icon: Settings, command: "go.settings" },
];

export function isAt(place: Place, pathname: string): boolean {
  return pathname === place.href || pathname.startsWith(`${place.href}/`);
}
