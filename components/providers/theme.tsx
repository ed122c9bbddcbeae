"use client";
import { ThemeProvider as Base } from "next-themes";
import type { ReactNode } from "react";
import { KeptDensity } from "../ui/density";
import { Toaster } from "../ui/toaster";
import { TooltipProvider } from "../ui/tooltip";
import { ZoneProvider } from "../ui/zone";

/** Theme, density, time zone, tooltips and toasts: what every page has, signed in or not. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <KeptDensity />
      <TooltipProvider delay={350}>
        <ZoneProvider>{children}</ZoneProvider>
      </TooltipProvider>
      <Toaster />
    </Base>
  );
}
