import { Icon } from "./icon.tsx";

/** A stop on the line that the steps of a chain stand along. */
export function Rail({ icon, tone }: { readonly icon: string; readonly tone: string }) {
  return (
    <span class="rail" aria-hidden="true">
      <Icon name={icon} tone={tone} />
    </span>
  );
}
