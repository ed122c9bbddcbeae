"use client";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { createContext, type ReactNode, useContext } from "react";

const NonceContext = createContext("");

/** What style and script elements that this page adds must carry to count. */
export function NonceProvider({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  return (
    <NonceContext value={nonce}>
      <CSPProvider nonce={nonce}>{children}</CSPProvider>
    </NonceContext>
  );
}

/** For libraries that add a style element of their own. */
export function useNonce(): string {
  return useContext(NonceContext);
}
