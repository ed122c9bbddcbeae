"use client";
import { lazy, Suspense, useEffect, useState } from "react";
import { onFirstToast } from "./toast";

const Toasts = lazy(() => import("./toasts"));

/** Where toasts appear: one for the page. What draws them is loaded with the first one. */
export function Toaster() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onFirstToast(() => setWanted(true)), []);
  return wanted ? (
    <Suspense>
      <Toasts />
    </Suspense>
  ) : null;
}
