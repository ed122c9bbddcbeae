import type { Metadata } from "next";
import { connection } from "next/server";
import { Accept, EntryCard } from "@/components/sign-in";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage() {
  await connection();
  return (
    <EntryCard title="Join Banyan">
      <Accept />
    </EntryCard>
  );
}
