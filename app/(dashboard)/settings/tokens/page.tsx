import type { Metadata } from "next";
import { TokensScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "API tokens · Settings" };

export default function TokensPage() {
  return (
    <Section section="tokens">
      <TokensScreen />
    </Section>
  );
}
