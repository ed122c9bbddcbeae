import type { Metadata } from "next";
import { AccountScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "Account · Settings" };

export default function AccountPage() {
  return (
    <Section section="account">
      <AccountScreen />
    </Section>
  );
}
