import * as z from "zod";

const MAX_EMAIL = 254;

/** As it is stored and compared: the same address in other letters is the same person. `null` = not an address. */
export function foldEmail(text: unknown): string | null {
  const folded = typeof text === "string" ? text.trim().normalize("NFKC").toLowerCase() : "";
  return folded.length <= MAX_EMAIL && z.email().safeParse(folded).success ? folded : null;
}
