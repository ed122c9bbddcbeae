import type { Metadata } from "next";
import { connection } from "next/server";
import { SharedScreen } from "@/components/runs";

export const metadata: Metadata = { title: "Shared run", robots: { index: false, follow: false } };

/** A tree behind a link. The browser keeps the token of the link, and sends it with what it asks for. */
export default async function SharedPage() {
  await connection();
  return <SharedScreen />;
}
