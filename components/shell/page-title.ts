"use client";
import { useEffect } from "react";

const PRODUCT = "Banyan";

/** Names the tab after what is on the page, with the count of what waits for the person in front. */
export function usePageTitle(subject: string, waiting: number): void {
  useEffect(() => {
    const title = `${waiting > 0 ? `(${waiting}) ` : ""}${subject} · ${PRODUCT}`;
    const keepTitle = () => {
      if (document.title !== title) document.title = title;
    };
    keepTitle();
    // The router puts the title of the route there, sometimes after this.
    const observer = new MutationObserver(keepTitle);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [subject, waiting]);
}
