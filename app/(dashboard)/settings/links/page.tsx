import type { Metadata } from "next";
import { LinksScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "Shared links · Settings" };

export default function LinksPage() {
  return (
    <Section section="links">
      <LinksScreen />
    </Section>
  );
}
