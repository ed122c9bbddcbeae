import type { Metadata } from "next";
import { PerformanceScreen } from "@/components/performance";

export const metadata: Metadata = { title: "Performance" };

export default function PerformancePage() {
  return <PerformanceScreen />;
}
