import * as z from "zod";

/**
 * Pages may not make code out of text, so schemas are not compiled here; even the attempt would be refused and reported.
 * It has to be said before the first schema is made: import this first.
 */
z.config({ jitless: true });
