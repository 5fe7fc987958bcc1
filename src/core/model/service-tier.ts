/** How urgently a provider is asked to answer; all but `standard` are priced apart. */
export const serviceTiers = ["standard", "batch", "flex", "priority"] as const;
export type ServiceTier = (typeof serviceTiers)[number];

export function isServiceTier(value: string): value is ServiceTier {
  return serviceTiers.some((tier) => tier === value);
}
