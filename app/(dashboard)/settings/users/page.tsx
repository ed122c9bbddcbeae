import type { Metadata } from "next";
import { UsersScreen } from "@/components/settings";
import { Section } from "../section";

export const metadata: Metadata = { title: "People · Settings" };

export default function UsersPage() {
  return (
    <Section section="users">
      <UsersScreen />
    </Section>
  );
}
