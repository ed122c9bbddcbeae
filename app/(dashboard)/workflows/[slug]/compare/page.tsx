import type { Metadata } from "next";
import { CompareRevisionsScreen } from "@/components/editor";

type CompareProps = { readonly params: Promise<{ readonly slug: string }> };

export async function generateMetadata({ params }: CompareProps): Promise<Metadata> {
  return { title: `Compare revisions of ${(await params).slug}` };
}

export default async function ComparePage({ params }: CompareProps) {
  return <CompareRevisionsScreen slug={(await params).slug} />;
}
