"use client";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTheme } from "next-themes";
import { Toaster as Base } from "sonner";

const ICONS = {
  success: <CircleCheck aria-hidden className="size-4 text-succeeded-ink" />,
  error: <CircleAlert aria-hidden className="size-4 text-failed-ink" />,
  warning: <TriangleAlert aria-hidden className="size-4 text-degraded-ink" />,
};

/** Results of the viewer's own actions only; what others do goes elsewhere. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Base
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      icons={ICONS}
      toastOptions={{
        style: {
          borderRadius: 8,
          fontSize: 13,
          lineHeight: "20px",
          fontFamily: "var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif",
          background: "var(--raised)",
          borderColor: "var(--line)",
          boxShadow: "var(--shadow-float)",
          color: "var(--ink)",
        },
        actionButtonStyle: {
          height: 24,
          borderRadius: 4,
          background: "var(--ink)",
          color: "var(--ground)",
        },
      }}
    />
  );
}
