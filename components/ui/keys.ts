const TYPED_IN = "input, textarea, select, [contenteditable='true']";
const OWN_KEYS = "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";

/** Whether a key belongs to the page: not to a field, a dialog or a menu, nor to the browser. */
export function isPageKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing)
    return false;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest(`${TYPED_IN}, ${OWN_KEYS}`) === null || target === null;
}
