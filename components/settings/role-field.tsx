import { FormField, Select } from "../ui";
import { type RoleName, roleOptions } from "./model/places";

type RoleFieldProps = {
  /** Of whoever gives it: nobody gives more than they have. */
  readonly giver: string;
  readonly value: RoleName;
  readonly onChange: (role: RoleName) => void;
};

export function RoleField({ giver, value, onChange }: RoleFieldProps) {
  return (
    <FormField label="Role">
      {({ id }) => (
        <Select
          id={id}
          label="Role"
          value={value}
          options={roleOptions(giver)}
          onChange={(next) => onChange(next as RoleName)}
        />
      )}
    </FormField>
  );
}
