"use client";
import { Menu } from "@base-ui/react/menu";
import type { ReactElement } from "react";
import { cx, Link } from "../ui";
import type { CrumbSwitcherProps } from "./crumb-switcher";

type CrumbSiblingsProps = Omit<CrumbSwitcherProps, "label"> & { readonly trigger: ReactElement };

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function CrumbSiblings({ trigger, siblings, onOpenChange }: CrumbSiblingsProps) {
  // It is drawn because somebody opened it.
  return (
    <Menu.Root defaultOpen onOpenChange={(open) => onOpenChange?.(open)}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4} className="z-50">
          <Menu.Popup className="max-h-96 w-72 animate-appear overflow-y-auto rounded-lg bg-raised p-1 shadow-float outline-none">
            {siblings?.map(({ href, label: name, hint, here }) => (
              <Menu.Item
                key={href}
                render={<Link href={href} aria-current={here ? "page" : undefined} />}
                className={cx(
                  "flex h-8 items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-hover",
                  here && "font-medium",
                )}
              >
                <span className="min-w-0 grow truncate">{name}</span>
                {hint}
              </Menu.Item>
            ))}
            {siblings?.length === 0 ? <p className="px-2 py-1.5 text-ink-muted">There is no other.</p> : null}
            {siblings === null ? <p className="px-2 py-1.5 text-ink-muted">Loading…</p> : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
