"use client";
import { Suspense } from "react";
import { lazyPart, Skeleton } from "@/components/ui";
import { Section, Show } from "./frame";

const Canvas = lazyPart(() => import("./canvas"));
const Chart = lazyPart(() => import("./chart"));

/** Libraries that draw by inline styles and measure themselves: what the content-security policy has to let live. */
export function Heavy(section: { readonly id: string; readonly title: string }) {
  return (
    <Section {...section}>
      <Show title="Canvas (React Flow)">
        <Suspense fallback={<Skeleton className="h-64" />}>
          <Canvas />
        </Suspense>
      </Show>
      <Show title="Chart (Recharts)">
        <Suspense fallback={<Skeleton className="h-64" />}>
          <Chart />
        </Suspense>
      </Show>
    </Section>
  );
}
