import type { Metadata } from "next";
import { WorkspaceScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "Workspace · Settings" };

export default function WorkspacePage() {
  return (
    <Section section="workspace">
      <WorkspaceScreen />
    </Section>
  );
}
