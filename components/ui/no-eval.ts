type Settings = { jitless?: boolean };

/**
 * Pages may not make code out of text, so schemas are not compiled here; even the attempt would be refused and reported.
 * It has to be said before the first schema is made: import this first. It is said where Zod looks for it and not through
 * Zod, for a bundler may make one piece of Zod and of schemas, which are then made as soon as Zod is imported.
 */
const held = globalThis as { __zod_globalConfig?: Settings };
held.__zod_globalConfig ??= {};
held.__zod_globalConfig.jitless = true;

export {};
