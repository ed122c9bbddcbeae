import type { Metadata } from "next";
import { connection } from "next/server";
import { EntryCard, Reset } from "@/components/sign-in";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPage() {
  await connection();
  return (
    <EntryCard title="Choose a new password">
      <Reset />
    </EntryCard>
  );
}
