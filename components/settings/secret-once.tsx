import { CopyButton } from "../ui";

/** A secret that is never shown again. */
export function SecretOnce({ label, secret }: { readonly label: string; readonly secret: string }) {
  return (
    <div role="status" className="grid gap-1.5 rounded border border-line-strong bg-panel p-3">
      <p className="font-medium">{label} It is not shown again.</p>
      <div className="flex items-start gap-1">
        <code className="min-w-0 grow break-all font-mono text-small" data-testid="secret-once">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy" />
      </div>
    </div>
  );
}
