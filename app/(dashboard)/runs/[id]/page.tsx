import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { parseRunId } from "#server/engine/ids";
import { RunScreen } from "@/components/runs";

type RunProps = { readonly params: Promise<{ readonly id: string }> };

export const metadata: Metadata = { title: "Run" };

/** A run below the root is shown in its tree. */
export default async function RunPage({ params }: RunProps) {
  const place = parseRunId((await params).id);
  if (!place) notFound();
  if (place.no > 0) redirect(`/runs/${place.treeId}?run=${place.no}`);
  return <RunScreen key={place.treeId} treeId={place.treeId} />;
}
