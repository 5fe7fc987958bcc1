/** A model as readers call it. That it is simulated is said by a tag beside it. */
export function modelName(label: string | undefined, model: string): string {
  return (label ?? model).replace(/ \(simulated\)$/, "");
}
