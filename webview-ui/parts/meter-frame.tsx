import type { ComponentChildren } from "preact";

interface Props {
  readonly kind?: "forecast";
  readonly caption: string;
  /** Each with the fill of its part of the bar, where it has one. */
  readonly columns: readonly (readonly [label: string, fill: string | null])[];
  /** Keeps its place but shows nothing: nothing was ever received. */
  readonly isBlank?: boolean;
  /** The rows. */
  readonly children: ComponentChildren;
}

/** A meter's table with its head: one height whatever stands in it, so that figures that change lay out nothing else. */
export function MeterFrame({ kind, caption, columns, isBlank = false, children }: Props) {
  return (
    <div class={isBlank ? "lane-meter blank" : "lane-meter"}>
      <div class="meter-frame">
        <table class={kind === undefined ? "meter" : `meter ${kind}`}>
          <caption class="sr-only">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="sr-only">Measure</span>
              </th>
              {columns.map(([label, fill]) => (
                <th scope="col" key={label}>
                  {fill !== null && <i class={`sw ${fill}`} />}
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </div>
  );
}
