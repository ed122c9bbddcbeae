import type { ComponentProps } from "react";
import { cx } from "./cx";

/** Rows of one line, as high as the density says. Numbers go right: `align="right"` on both cell and head. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table className={cx("w-full border-collapse text-small", className)} {...props} />;
}

export function Th({ className, align, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cx(
        "h-row-tight whitespace-nowrap border-b px-cell text-left text-micro font-medium text-ink-faint",
        align === "right" && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function Td({ className, align, ...props }: ComponentProps<"td">) {
  return (
    <td
      className={cx("h-row whitespace-nowrap border-b px-cell", align === "right" && "text-right", className)}
      {...props}
    />
  );
}

/** A row that is a link as a whole; the link itself stands in its first cell with `after:absolute after:inset-0`. */
export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cx("relative transition-colors hover:bg-hover", className)} {...props} />;
}
