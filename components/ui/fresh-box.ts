import { type KeyboardEvent, type MouseEvent, type RefCallback, useCallback, useRef } from "react";

const FIELDS =
  "textarea, input:not([aria-hidden=true], [type=file]), [role=combobox], [role=radio], [role=switch], [role=checkbox], [contenteditable=true]";
/** By what a box without fields is answered; `data-first` marks a button that sends nothing. */
const ANSWERS = "[data-first], [type=submit]";

/** What takes the keyboard in a box: its first field, else the button that answers it. */
function firstIn(box: HTMLElement): HTMLElement | undefined {
  const there = (places: string) =>
    [...box.querySelectorAll<HTMLElement>(places)].find(
      (place) =>
        place.checkVisibility() && !place.matches(":disabled, [aria-disabled=true], [tabindex='-1']"),
    );
  return there(FIELDS) ?? there(ANSWERS);
}

type FreshBox = {
  readonly ref: RefCallback<HTMLElement>;
  /** Where the keyboard begins. */
  readonly begin: () => HTMLElement | null;
  readonly guards: {
    readonly onMouseDownCapture: (event: MouseEvent) => void;
    readonly onClickCapture: (event: MouseEvent) => void;
    readonly onKeyDownCapture: (event: KeyboardEvent) => void;
  };
};

/**
 * A box that has just come up over the page. What was begun before, such as the second click of a double click or a key that
 * is held down, does not answer it. The keyboard begins in its first field, also when that comes later than the box.
 * @param unasked It comes up by itself: nothing in it takes what is being typed.
 */
export function useFreshBox(unasked = false): FreshBox {
  const box = useRef<HTMLElement>(null);
  const touched = useRef(false);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      box.current = element;
      touched.current = false;
      // Under a finger a field that has the focus would bring up a keyboard, which hides half of the form.
      if (!element || unasked || matchMedia("(pointer: coarse)").matches) return;
      const lead = () => {
        if (!touched.current && document.activeElement === element) firstIn(element)?.focus();
      };
      const late = new MutationObserver(lead);
      late.observe(element, { childList: true, subtree: true });
      element.addEventListener("focus", lead);
      return () => {
        late.disconnect();
        element.removeEventListener("focus", lead);
      };
    },
    [unasked],
  );
  const hold = (event: MouseEvent | KeyboardEvent, isOld: boolean) => {
    if (!isOld || touched.current) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    ref,
    begin: () => box.current,
    guards: {
      onMouseDownCapture: (event) => {
        hold(event, event.detail > 1);
        touched.current ||= event.detail < 2;
      },
      onClickCapture: (event) => hold(event, event.detail > 1),
      onKeyDownCapture: (event) => {
        hold(event, event.repeat);
        touched.current ||= !event.repeat;
      },
    },
  };
}
