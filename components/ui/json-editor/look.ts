import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The tokens of the page, so that both themes fit without the editor knowing of them. */
const FRAME = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", lineHeight: "18px" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-faint)", border: "none" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--hover)",
    border: "1px solid var(--line)",
    color: "var(--ink-muted)",
  },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "none",
    borderRadius: "6px",
    boxShadow: "var(--shadow-float)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
    maxHeight: "240px",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px", borderRadius: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--hover)",
    color: "var(--ink)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { color: "var(--ink-muted)", fontStyle: "normal" },
  ".cm-diagnostic": {
    fontFamily: "var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif",
    padding: "4px 10px",
  },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--failed)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--failed)",
    textUnderlineOffset: "3px",
  },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)", boxShadow: "none", borderRadius: "0" },
  ".cm-panel.cm-search": { padding: "8px 28px 8px 8px" },
  ".cm-panel.cm-search label": { fontSize: "12px" },
  ".cm-textfield, .cm-button": {
    height: "24px",
    padding: "0 8px",
    fontSize: "12px",
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    backgroundImage: "none",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink-muted)", fontSize: "16px", padding: "0 6px" },
  ".cm-searchMatch": { backgroundColor: "var(--degraded-soft)" },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--ink)" },
  { tag: tags.content, color: "var(--succeeded-ink)" },
  { tag: tags.comment, color: "var(--ink-muted)" },
  { tag: tags.string, color: "var(--succeeded-ink)" },
  { tag: tags.number, color: "var(--waiting-ink)" },
  { tag: [tags.bool, tags.null], color: "var(--running-ink)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--ink-muted)" },
]);

export const LOOK: Extension = [FRAME, syntaxHighlighting(COLOURS)];
