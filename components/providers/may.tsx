"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Action } from "#server/services/permissions/actions";

const MayContext = createContext<readonly Action[]>([]);

type MayProviderProps = { readonly actions: readonly Action[]; readonly children: ReactNode };

/** Tells the pages what their reader may do, as of the last time the server drew the frame. */
export function MayProvider({ actions, children }: MayProviderProps) {
  return <MayContext value={actions}>{children}</MayContext>;
}

/** Whether to offer an act at all. The services decide again when it is done. */
export function useMay(action: Action): boolean {
  return useContext(MayContext).includes(action);
}
