import { toast } from "./toast";

/** Puts a text on the clipboard; says so where the page may not, as over plain HTTP from another machine. @returns Whether it is there. */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast.error(`The ${what} was not copied`, { description: "This browser does not let pages copy." });
    return false;
  }
}
