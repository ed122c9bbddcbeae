"use client";
import { useEffect, useState } from "react";

/** The token of the link that led here, once the page has come to life; it stays out of address bar and history. */
export function useLinkToken(path: string): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const given = new URLSearchParams(location.search).get("token");
    if (given !== null) history.replaceState(null, "", path);
    setToken((held) => given ?? held ?? "");
  }, [path]);
  return token;
}
