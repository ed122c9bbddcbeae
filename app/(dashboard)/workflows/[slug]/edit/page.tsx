import type { Metadata } from "next";
import { EditorScreen } from "@/components/editor";

type EditProps = { readonly params: Promise<{ readonly slug: string }> };

export async function generateMetadata({ params }: EditProps): Promise<Metadata> {
  return { title: `Edit ${(await params).slug}` };
}

export default async function EditPage({ params }: EditProps) {
  return <EditorScreen slug={(await params).slug} />;
}
