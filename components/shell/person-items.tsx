"use client";
import { Menu } from "@base-ui/react/menu";
import { Keyboard, LogOut, UserRound } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { KeyCaps, useCommandRegistry } from "../keys";
import { Link } from "../ui";
import { useSignOut } from "./use-sign-out";

const row =
  "flex h-8 cursor-default items-center gap-2 rounded-sm px-2 text-ui outline-none data-highlighted:bg-hover [&_svg]:size-3.5 [&_svg]:text-ink-muted";

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function PersonItems({ trigger }: { readonly trigger: ReactElement }) {
  const commands = useCommandRegistry();
  const signOut = useSignOut();
  // It is drawn because somebody opened it.
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-50">
          <Menu.Popup className="min-w-52 animate-appear rounded-lg bg-raised p-1 shadow-float outline-none">
            <Menu.Item render={<Link href="/settings/account" />} className={row}>
              <UserRound aria-hidden />
              Your account
            </Menu.Item>
            <Item onSelect={() => commands.run("keys.show")} icon={<Keyboard aria-hidden />}>
              Shortcuts
              <KeyCaps id="keys.show" className="ml-auto" />
            </Item>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Item onSelect={() => signOut.mutate()} icon={<LogOut aria-hidden />}>
              Sign out
            </Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type ItemProps = { readonly onSelect: () => void; readonly icon: ReactNode; readonly children: ReactNode };

function Item({ onSelect, icon, children }: ItemProps) {
  return (
    <Menu.Item onClick={onSelect} className={row}>
      {icon}
      {children}
    </Menu.Item>
  );
}
