"use client";
import { EllipsisVertical } from "lucide-react";
import { useRef } from "react";
import { useCommands } from "../keys";
import { Button, Menu } from "../ui";
import type { ActsMenu } from "./use-acts-menu";

/** The menu of a run where no row is near, such as in its details. The key opens it too. */
export function ActsButton({ menu }: { readonly menu: ActsMenu }) {
  const button = useRef<HTMLButtonElement>(null);
  useCommands([
    {
      id: "act.menu",
      title: "What can be done with this run",
      section: "The chosen run",
      words: ["actions", "menu"],
      icon: <EllipsisVertical aria-hidden />,
      run: () => button.current?.click(),
    },
  ]);
  return (
    <Menu
      align="end"
      onOpenChange={menu.onOpen}
      items={menu.items}
      trigger={
        <Button
          ref={button}
          look="quiet"
          size="icon"
          aria-label="What can be done with this run"
          title="What can be done with this run (a)"
          data-testid="run-acts"
        >
          <EllipsisVertical aria-hidden />
        </Button>
      }
    />
  );
}
