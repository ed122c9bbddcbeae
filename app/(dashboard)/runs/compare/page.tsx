import type { Metadata } from "next";
import { CompareScreen } from "@/components/compare";

export const metadata: Metadata = { title: "Compare runs" };

export default function ComparePage() {
  return <CompareScreen />;
}
