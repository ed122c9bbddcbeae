import type { Metadata } from "next";
import { WorkflowScreen } from "@/components/workflows";

type WorkflowProps = { readonly params: Promise<{ readonly slug: string }> };

export async function generateMetadata({ params }: WorkflowProps): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function WorkflowPage({ params }: WorkflowProps) {
  return <WorkflowScreen slug={(await params).slug} />;
}
