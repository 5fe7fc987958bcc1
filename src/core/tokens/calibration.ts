/** What earlier responses of one model taught about counting it. Plain JSON, so a host can keep it. */
export interface CalibrationEntry {
  /** Weighted sums: estimated tokens of text, and what the provider counted for the same. */
  readonly estimated: number;
  readonly reported: number;
  /** Running mean of how far off estimates were after calibration, as a share. */
  readonly error: number;
  /** Output tokens a second, running mean; null: not measured yet. */
  readonly tokensPerSecond: number | null;
  readonly responses: number;
}

export type CalibrationState = Readonly<Record<string, CalibrationEntry>>;

/** Where the host keeps it: between sessions, on this machine. */
export interface CalibrationStore {
  read(): CalibrationState;
  write(state: CalibrationState): void;
}

export function createMemoryCalibration(state: CalibrationState = {}): CalibrationStore {
  let current = state;
  return { read: () => current, write: (next) => void (current = next) };
}

export interface Observation {
  /** By the uncorrected meter, and by the provider. */
  readonly estimated: number;
  readonly reported: number;
  readonly tokensPerSecond: number | null;
}

/** A prior that a few hundred tokens outweigh; old responses fade, because models change under their names. */
const priorTokens = 200;
const fading = 0.9;
const mostEntries = 500;

export function factorOf(entry: CalibrationEntry | undefined, familyFactor: number): number {
  if (entry === undefined) return familyFactor;
  return (entry.reported + priorTokens * familyFactor) / (entry.estimated + priorTokens);
}

/** The state with one more response; a response too short to teach anything changes only the speed. */
export function observe(state: CalibrationState, key: string, seen: Observation, familyFactor: number): CalibrationState {
  const old = Object.hasOwn(state, key) ? state[key] : undefined;
  const isTelling = seen.reported >= 20 && seen.estimated >= 20;
  const error = Math.abs(seen.estimated * factorOf(old, familyFactor) - seen.reported) / Math.max(1, seen.reported);
  const entry: CalibrationEntry = {
    estimated: (old?.estimated ?? 0) * fading + (isTelling ? seen.estimated : 0),
    reported: (old?.reported ?? 0) * fading + (isTelling ? seen.reported : 0),
    error: !isTelling ? (old?.error ?? 0.15) : old === undefined ? error : old.error * 0.8 + error * 0.2,
    tokensPerSecond: meanSpeed(old?.tokensPerSecond ?? null, seen.tokensPerSecond),
    responses: (old?.responses ?? 0) + 1,
  };
  const { [key]: _, ...others } = state;
  // The newest stands last, so the oldest are forgotten first.
  return Object.fromEntries([...Object.entries(others), [key, entry] as const].slice(-mostEntries));
}

function meanSpeed(old: number | null, next: number | null): number | null {
  if (next === null) return old;
  return old === null ? next : old * 0.7 + next * 0.3;
}
