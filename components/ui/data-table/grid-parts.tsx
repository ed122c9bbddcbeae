import type { ComponentProps } from "react";

/* Rows are placed by themselves where they can be seen, which those of a <table> cannot be. The grid keeps the focus
 * and names its active row, so none of its parts takes it. */

export function GridRows(props: ComponentProps<"div">) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  return <div role="rowgroup" {...props} />;
}

export function GridRow(props: ComponentProps<"div">) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div role="row" {...props} />;
}

export function GridCell(props: ComponentProps<"div">) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div role="gridcell" {...props} />;
}

export function GridHeadCell(props: ComponentProps<"div">) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div role="columnheader" {...props} />;
}
