/** A codicon. Always beside a word, so it is hidden from screen readers. */
export function Icon({ name, tone, size }: { readonly name: string; readonly tone?: string; readonly size?: "s" | "xs" }) {
  return <i class={["codicon", `codicon-${name}`, size, tone].filter(Boolean).join(" ")} aria-hidden="true" />;
}
