const needed = [22, 19] as const;

/** Why this extension host cannot run Switchyard; null when it can. undici 8 uses what Node 22.19 brought. */
export function hostProblem(nodeVersion: string): string | null {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  const isEnough = major > needed[0] || (major === needed[0] && minor >= needed[1]);
  if (isEnough) return null;
  const minimum = needed.join(".");
  return `Switchyard needs an extension host on Node ${minimum} or newer; this one runs ${nodeVersion}. Update VS Code, or the VS Code server if you work remotely.`;
}
