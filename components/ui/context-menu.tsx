"use client";
import { cloneElement, type MouseEvent, type ReactElement, Suspense, useState } from "react";
import { lazyPart } from "./lazy-part";
import type { MenuEntry } from "./menu";
import { MissingPopup } from "./missing-popup";
import { useOpened } from "./on-demand";

type ContextMenuProps = {
  readonly children: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly onOpenChange?: (open: boolean) => void;
};

const ContextPopup = lazyPart(
  () => import("./context-popup"),
  ({ at, onClose, ...missing }) => (
    <MissingPopup {...missing} open={at !== null} onOpenChange={(open) => open || onClose()} />
  ),
);

/**
 * The same menu at the pointer, loaded when it is first asked for. Whatever it offers must be reachable by another way too.
 * It stays closed where `children` stops the event.
 */
export function ContextMenu({ children, items, onOpenChange }: ContextMenuProps) {
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const asked = useOpened(at !== null);
  const child = children as ReactElement<{ readonly onContextMenu?: (event: MouseEvent) => void }>;
  const onContextMenu = (event: MouseEvent) => {
    child.props.onContextMenu?.(event);
    if (event.isPropagationStopped()) return;
    event.preventDefault();
    setAt({ x: event.clientX, y: event.clientY });
    onOpenChange?.(true);
  };
  const close = () => {
    setAt(null);
    onOpenChange?.(false);
  };
  return (
    <>
      {cloneElement(child, { onContextMenu })}
      {asked ? (
        <Suspense>
          <ContextPopup at={at} items={items} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}
