import { Button as Base } from "@base-ui/react/button";
import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx";

const button = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded font-medium transition-colors disabled:opacity-50 data-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-ink text-ground enabled:hover:bg-ink/85",
        plain: "border border-line-strong bg-raised text-ink enabled:hover:bg-hover",
        quiet: "text-ink-muted enabled:hover:bg-hover enabled:hover:text-ink",
        danger: "bg-failed text-white enabled:hover:bg-failed/85",
      },
      size: {
        small: "h-control-small px-2 text-small",
        normal: "h-control px-3 text-ui",
        icon: "size-7 text-ui",
        "icon-small": "size-6 text-small",
      },
    },
    defaultVariants: { look: "plain", size: "normal" },
  },
);

type ButtonProps = Omit<ComponentProps<typeof Base>, "className"> &
  VariantProps<typeof button> & { readonly className?: string | undefined; readonly busy?: boolean };

export function Button({ look, size, className, busy = false, disabled, children, ...props }: ButtonProps) {
  return (
    <Base
      type="button"
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={cx(button({ look, size }), className)}
      {...props}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-turn" /> : null}
      {children}
    </Base>
  );
}

/** Classes of a button, for links that look like one. */
export function buttonClass(options: VariantProps<typeof button>): string {
  return button(options);
}
