import type { Metadata } from "next";
import { RunsScreen } from "@/components/runs";

export const metadata: Metadata = { title: "Runs" };

export default function RunsPage() {
  return <RunsScreen />;
}
