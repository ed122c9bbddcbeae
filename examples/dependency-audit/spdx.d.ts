declare module "spdx-correct" {
  /** The SPDX expression that a loose licence name means; `null` when none is recognised. */
  function correct(name: string, options?: { upgrade?: boolean }): string | null;
  export = correct;
}
declare module "spdx-satisfies" {
  /** Whether some way to comply with the expression needs licences of the list only. Throws on what is not SPDX. */
  function satisfies(expression: string, approved: readonly string[]): boolean;
  export = satisfies;
}
