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
          fontFamily: "inherit",
          background: "var(--raised)",
          borderColor: "var(--line)",
          color: "var(--ink)",
        },
      }}
    />
  );
}
