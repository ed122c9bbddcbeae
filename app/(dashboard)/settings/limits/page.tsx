import type { Metadata } from "next";
import { LimitsScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "Limits · Settings" };

export default function LimitsPage() {
  return (
    <Section section="limits">
      <LimitsScreen />
    </Section>
  );
}
