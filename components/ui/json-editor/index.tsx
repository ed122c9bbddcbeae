"use client";
import { lazy, Suspense } from "react";
import { Skeleton } from "../states";
import type { JsonEditorProps } from "./editor";

const Editor = lazy(() => import("./editor"));

/** Text of a JSON value with errors at their place. Its code (CodeMirror) is loaded when it is first shown. */
export function JsonEditor(props: JsonEditorProps) {
  return (
    <Suspense fallback={<Skeleton className="h-40 rounded" />}>
      <Editor {...props} />
    </Suspense>
  );
}

export type { JsonEditorProps };
