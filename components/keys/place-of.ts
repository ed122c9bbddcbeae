import type { Place } from "./model/place";

const OVERLAY = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]';
const EDITOR = 'textarea,[contenteditable=""],[contenteditable="true"],[data-keys="off"]';
const FIELD = "input,select";
/** Kinds of input that take no text: keys typed there are not text either. */
const NOT_TYPED = ["checkbox", "radio", "button", "submit", "reset", "range", "file", "color"];

/** As it is at the time: asked before anything acts on the key, the key that closes a menu is one of the menu. */
export function placeOf(target: EventTarget | null): Place {
  if (isOverlaid()) return "overlay";
  if (!(target instanceof Element)) return "page";
  if (target.closest(EDITOR)) return "editor";
  if (target instanceof HTMLInputElement && NOT_TYPED.includes(target.type)) return "page";
  return target.matches(FIELD) ? "field" : "page";
}

/**
 * Lists of fields that have had the focus stay in the document, hidden; a list like that takes no keys. Nor does what is
 * closed and only fades, nor news at the edge of the page, which has the role of a dialog too.
 */
function isOverlaid(): boolean {
  return [...document.querySelectorAll(OVERLAY)].some(
    (overlay) => overlay.checkVisibility() && !overlay.closest("[data-news],[data-closed]"),
  );
}
