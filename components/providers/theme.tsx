"use client";
import { ThemeProvider as Base } from "next-themes";
import type { ReactNode } from "react";
import { NonceProvider } from "../ui/nonce";
import { Toaster } from "../ui/toaster";
import { TooltipProvider } from "../ui/tooltip";
import { ZoneProvider } from "../ui/zone";

type ThemeProviderProps = {
  /** What style and script elements of this page must carry to count. */
  readonly nonce: string;
  readonly children: ReactNode;
};

/** Theme, time zone, tooltips and toasts: what every page has, signed in or not. */
export function ThemeProvider({ nonce, children }: ThemeProviderProps) {
  return (
    <Base attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <NonceProvider nonce={nonce}>
        <TooltipProvider delay={350}>
          <ZoneProvider>{children}</ZoneProvider>
        </TooltipProvider>
        <Toaster />
      </NonceProvider>
    </Base>
  );
}
