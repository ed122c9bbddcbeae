const FIELD = "input, textarea, [contenteditable='true']";

/**
 * Moves the keyboard once the page is drawn with what has changed until now, but not from a field that somebody has gone
 * to meanwhile: half of a word would be typed elsewhere. Returns how to give it up.
 */
export function focusLater(move: () => void): () => void {
  const before = document.activeElement;
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      const now = document.activeElement;
      if (now === before || !now?.matches(FIELD)) move();
    });
  });
  return () => cancelAnimationFrame(frame);
}
