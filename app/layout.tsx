import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { FirstTheme, ThemeProvider } from "@/components/providers";
import { DENSITY_COOKIE, densityOf } from "@/components/ui/density-cookie";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Banyan", template: "%s · Banyan" },
  description:
    "Recursive agent workflows that you can watch grow, keep within limits, and change while they run.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0a0a0b" },
  ],
};

/** Every page is drawn when it is asked for: its scripts carry the nonce of that answer. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? "";
  const density = densityOf((await cookies()).get(DENSITY_COOKIE)?.value);
  return (
    // The theme's class is set before the first paint, so the server's markup differs by it.
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-density={density}
      suppressHydrationWarning
    >
      <head>
        <FirstTheme nonce={nonce} />
      </head>
      <body>
        <ThemeProvider nonce={nonce}>{children}</ThemeProvider>
      </body>
    </html>
  );
}
