"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { aheadOf, onAddress, settle, textOf } from "./address";

/**
 * Parameters of the address, those that `changeAddress` has just written among them. Next tells of a write in a
 * transition: on a busy page keys and buttons would go on to act on what was chosen before.
 */
export function useAddress(): URLSearchParams {
  const pathname = usePathname();
  const told = textOf({ pathname, search: useSearchParams().toString() });
  const text = useSyncExternalStore(
    onAddress,
    () => aheadOf(told),
    () => told,
  );
  useEffect(() => settle(told), [told]);
  return useMemo(() => new URLSearchParams(text.slice(text.indexOf("?"))), [text]);
}
