"use client";
import { ThemeProvider as Base } from "next-themes";
import type { ReactNode } from "react";
import { Toaster } from "../ui/toaster";
import { TooltipProvider } from "../ui/tooltip";

/** Theme, tooltips and toasts: what every page has, signed in or not. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <TooltipProvider delay={350}>{children}</TooltipProvider>
      <Toaster />
    </Base>
  );
}
