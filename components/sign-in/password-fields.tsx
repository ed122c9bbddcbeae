import { FormField, Input } from "../ui";

type NewPasswordProps = { readonly error?: string | undefined; readonly label?: string };

/** A password that is chosen anew; the server judges it and says why it will not do. */
export function NewPassword({ error, label = "Password" }: NewPasswordProps) {
  return (
    <FormField label={label} error={error} hint="At least 10 characters. Several words are easy to remember.">
      {(wiring) => (
        <Input
          {...wiring}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
        />
      )}
    </FormField>
  );
}
