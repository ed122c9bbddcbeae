import type { Metadata } from "next";
import { AuditScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "Audit log · Settings" };

export default function AuditPage() {
  return (
    <Section section="audit">
      <AuditScreen />
    </Section>
  );
}
