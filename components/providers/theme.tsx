"use client";
import { ThemeProvider as Base } from "next-themes";
import type { ReactNode } from "react";
import { NonceProvider } from "../ui/nonce";
import { Toaster } from "../ui/toaster";
import { ZoneProvider } from "../ui/zone";

type ThemeProviderProps = {
  /** What style and script elements of this page must carry to count. */
  readonly nonce: string;
  readonly children: ReactNode;
};

/** Theme, time zone and toasts: what every page has, signed in or not. */
export function ThemeProvider({ nonce, children }: ThemeProviderProps) {
  return (
    <Base attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <NonceProvider nonce={nonce}>
        <ZoneProvider>{children}</ZoneProvider>
        <Toaster />
      </NonceProvider>
    </Base>
  );
}
