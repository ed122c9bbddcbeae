/** How the drawn JSON is built: every value is a treeitem, an object or list has its entries in one group below. */
const ITEM = '[role="treeitem"]';

/** The value that an element of the tree belongs to. */
export function itemOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(ITEM) : null;
}

/** Which entry of each object or list leads to a value, from the whole one. */
export function entriesTo(item: HTMLElement): readonly number[] {
  const group = item.parentElement;
  const parent = group?.closest<HTMLElement>(ITEM);
  if (!group || !parent) return [];
  return [...entriesTo(parent), [...group.children].indexOf(item)];
}

/** What of a value takes the focus: its fold, or a plain value itself. */
function stopOf(item: HTMLElement): HTMLElement {
  return item.querySelector<HTMLElement>(':scope > [role="button"]') ?? item;
}

/** Puts the focus on a value; only that one is a stop of the Tab key. */
export function focusItem(tree: HTMLElement, item: HTMLElement): void {
  for (const other of tree.querySelectorAll<HTMLElement>('[tabindex="0"]')) other.tabIndex = -1;
  const stop = stopOf(item);
  stop.tabIndex = 0;
  stop.focus();
}

/** Where a key leads from a value; `null` = the key means something else. */
export function itemAfter(tree: HTMLElement, item: HTMLElement, key: string): HTMLElement | null {
  const items = [...tree.querySelectorAll<HTMLElement>(ITEM)];
  const at = items.indexOf(item);
  switch (key) {
    case "ArrowDown":
      return items[Math.min(at + 1, items.length - 1)] ?? null;
    case "ArrowUp":
      return items[Math.max(at - 1, 0)] ?? null;
    case "Home":
      return items[0] ?? null;
    case "End":
      return items.at(-1) ?? null;
    case "ArrowLeft":
      // An open one closes first.
      return item.ariaExpanded === "true" ? null : itemOf(item.parentElement ?? item);
    default:
      return null;
  }
}
