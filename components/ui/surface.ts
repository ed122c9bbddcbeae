/** What floats above the page: menus, lists of options, popovers. */
export const POPUP = "z-50 animate-appear rounded-lg bg-raised shadow-float outline-none";
/** A line in such a list. */
export const ITEM =
  "flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-ui outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0";
/** The box of a control that takes text. */
export const BOX =
  "rounded border border-line-strong bg-raised text-ui text-ink transition-colors hover:border-ink-faint/60";
/** The same box while the caret is in it, for boxes that hold an input of their own. */
export const BOX_FOCUS = "focus-within:border-accent focus-within:outline-1 focus-within:outline-accent";
/** Fields of a form one below the other, numbers side by side. */
export const FIELDS =
  "grid min-w-0 grid-cols-2 *:col-span-2 *:data-[leaf=integer]:col-span-1 *:data-[leaf=number]:col-span-1";
