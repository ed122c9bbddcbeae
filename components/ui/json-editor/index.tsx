"use client";
import { Suspense } from "react";
import { lazyPart } from "../lazy-part";
import { Skeleton } from "../states";
import type { JsonEditorProps, Shown } from "./editor";

const InJson = lazyPart(() => import("./in-json"));
const InYaml = lazyPart(() => import("./in-yaml"));

/** Text of a JSON value with errors at their place. Its code (CodeMirror) is loaded when it is first shown. */
export function JsonEditor({
  as = "json",
  ...props
}: JsonEditorProps & {
  /** How the value is written. */
  readonly as?: "json" | "yaml";
}) {
  const In = as === "json" ? InJson : InYaml;
  return (
    <Suspense fallback={<Skeleton className="h-40 rounded" />}>
      <In {...props} />
    </Suspense>
  );
}

export type { JsonEditorProps, Shown };
