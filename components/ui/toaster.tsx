"use client";
import { useTheme } from "next-themes";
import { Toaster as Base } from "sonner";

export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Base
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      toastOptions={{
        style: {
          borderRadius: 8,
          fontSize: 13,
          fontFamily: "var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif",
          background: "var(--raised)",
          borderColor: "var(--line)",
          color: "var(--ink)",
        },
      }}
    />
  );
}
