import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: { spacing: ["row", "row-tight", "control", "control-small", "cell", "pad"] },
    classGroups: { "font-size": [{ text: ["micro", "small", "ui", "read", "title"] }] },
  },
});

/** Class names joined; of two that set the same property the later one wins. */
export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
