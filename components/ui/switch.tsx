import { Switch as Base } from "@base-ui/react/switch";
import type { ComponentProps } from "react";

export function Switch(props: Omit<ComponentProps<typeof Base.Root>, "className">) {
  return (
    <Base.Root
      className="relative inline-flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-line-strong bg-hover p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      {...props}
    >
      <Base.Thumb className="size-3.5 rounded-full bg-ink-muted transition-transform data-checked:translate-x-4 data-checked:bg-ground" />
    </Base.Root>
  );
}
