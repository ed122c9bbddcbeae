/** Something in the form that the keyboard can be led to, or that can be pressed from afar. */
export type FormPlace = {
  readonly element: HTMLElement;
  readonly label: string;
  /** Headings of what it stands in, from the outside in. */
  readonly within: readonly string[];
  /** Choosing it presses it. */
  readonly pressed: boolean;
};

export const FIELD =
  "input, textarea, [role=combobox], [role=switch], [role=checkbox], [contenteditable=true]";
const PLACES = `${FIELD}, summary, button:not([role=tab])`;

/** Everything that a panel has, fields first; what is in closed sections too. */
export function placesIn(panel: HTMLElement): readonly FormPlace[] {
  const places = [...panel.querySelectorAll<HTMLElement>(PLACES)].flatMap((element): FormPlace[] => {
    const label = isThere(element, panel) ? nameOf(element) : "";
    if (label === "") return [];
    const pressed = element.tagName === "BUTTON" && !element.matches(FIELD);
    return [{ element, label, within: headingsOf(element, panel), pressed }];
  });
  return places.toSorted((one, other) => Number(one.pressed) - Number(other.pressed));
}

/** What Tab can lead to, in the order in which it does. */
export function tabbableIn(panel: HTMLElement): readonly HTMLElement[] {
  return [...panel.querySelectorAll<HTMLElement>(`${PLACES}, a[href], [role=tab]`)].filter(
    (element) => isThere(element, panel) && element.checkVisibility(),
  );
}

/** Leads the keyboard to a place, whatever section it stands in. */
export function lead(element: HTMLElement): void {
  for (let closed = element.closest("details:not([open])"); closed; closed = nextClosed(closed))
    closed.setAttribute("open", "");
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}

/** Leads the keyboard to a field of which something is not taken over, or to the part of a form that is wrong. */
export function leadToLoose(key: string): void {
  const found = document.querySelector<HTMLElement>(`[data-loose="${CSS.escape(key)}"]`);
  const field = found?.matches(FIELD)
    ? found
    : (found?.querySelector<HTMLElement>("[aria-invalid=true]") ?? found?.querySelector<HTMLElement>(FIELD));
  if (field) lead(field);
}

function nextClosed(details: Element): Element | null {
  return details.parentElement?.closest("details:not([open])") ?? null;
}

/** A dialog over the page hides all of the panel; what is hidden within it is meant. */
function isThere(element: HTMLElement, panel: HTMLElement): boolean {
  const off = element.matches(":disabled") || element.tabIndex < 0;
  const hidden = element.closest("[aria-hidden=true], [hidden]");
  return !off && (hidden === null || hidden.contains(panel));
}

function nameOf(element: HTMLElement): string {
  const said = element.getAttribute("aria-label");
  if (said) return said;
  const [label = element.closest("label")] = (element as HTMLInputElement).labels ?? [];
  return ownText(label ?? element);
}

/** Words that stand in the element itself: marks beside them are no part of its name. */
function ownText(element: Element): string {
  const own = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : []));
  return (own.join(" ").trim() || (element.textContent ?? "")).replaceAll(/\s+/g, " ").trim();
}

function headingsOf(element: HTMLElement, panel: HTMLElement): readonly string[] {
  const headings: string[] = [];
  for (let at = element.parentElement; at && at !== panel; at = at.parentElement) {
    const heading = at.matches("details, fieldset")
      ? at.querySelector(":scope > summary, :scope > legend")
      : null;
    if (heading && !heading.contains(element)) headings.unshift(ownText(heading));
  }
  return headings;
}
