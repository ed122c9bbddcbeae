import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { getServer } from "#server/registry";
import { PartsScreen } from "./parts-screen";

export const metadata: Metadata = { title: "Parts" };

/** Every part of the interface in every state, for those who build and judge it. */
export default async function PartsPage() {
  await connection();
  if (!getServer().parts) notFound();
  return <PartsScreen />;
}
