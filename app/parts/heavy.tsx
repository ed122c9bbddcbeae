"use client";
import { lazy, Suspense } from "react";
import { Skeleton } from "@/components/ui";
import { Section, Show } from "./frame";

const Canvas = lazy(() => import("./canvas"));
const Chart = lazy(() => import("./chart"));

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
