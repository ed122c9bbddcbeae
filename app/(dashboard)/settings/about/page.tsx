import type { Metadata } from "next";
import { AboutScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "About · Settings" };

export default function AboutPage() {
  return (
    <Section section="about">
      <AboutScreen />
    </Section>
  );
}
