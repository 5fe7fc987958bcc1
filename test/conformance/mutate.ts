import type { JsonValue } from "../../src/core/model/json.ts";
import { isJsonArray, isJsonObject } from "../../src/core/model/json.ts";
import type { Frame } from "../../src/core/transport/framer.ts";
import type { FuzzSeed } from "./fuzz-seeds.ts";
import { encodeFrames, joined } from "./fuzz-seeds.ts";

export type Random = () => number;

/** One damaged body: messages dropped, repeated, reordered or rewritten, then bytes flipped, cut or thrown in. */
export function mutate(seed: FuzzSeed, other: FuzzSeed, random: Random): Uint8Array {
  let frames = [...seed.frames];
  for (let times = 1 + below(3, random); times > 0; times -= 1) frames = mutateFrames(frames, other, random);
  const body = encodeFrames(seed.framing, frames);
  return random() < 0.5 ? body : mutateBytes(body, random);
}

function mutateFrames(frames: readonly Frame[], other: FuzzSeed, random: Random): Frame[] {
  const at = below(frames.length, random);
  const frame = frames[at];
  if (frame === undefined) return [...frames];
  switch (below(6, random)) {
    case 0:
      return frames.toSpliced(at, 1);
    case 1:
      return frames.toSpliced(at, 0, frame);
    case 2:
      return frames.toSpliced(at, 1).toSpliced(below(frames.length, random), 0, frame);
    case 3: {
      const foreign = other.frames[below(other.frames.length, random)];
      return foreign === undefined ? [...frames] : frames.toSpliced(at, 0, foreign);
    }
    default:
      return frames.toSpliced(at, 1, { ...frame, data: mutateJson(frame.data, random) });
  }
}

/** Values that JSON allows and no provider documents. */
const oddities: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1e308,
  0.5,
  4_294_967_296,
  "",
  "x",
  "\u0000\uD800",
  "__proto__",
  [],
  [null],
  [[]],
  {},
  { type: null },
  { text: {}, type: [], index: "0" },
];

export function mutateJson(data: string, random: Random): string {
  let value: JsonValue;
  try {
    value = JSON.parse(data);
  } catch {
    return data.slice(0, below(data.length + 1, random));
  }
  return JSON.stringify(replaced(value, random));
}

/** Walks down a random path and puts something odd at its end. */
function replaced(value: JsonValue, random: Random): JsonValue {
  if (random() < 0.15) return oddities[below(oddities.length, random)] ?? null;
  if (isJsonArray(value) && value.length > 0) {
    const at = below(value.length, random);
    return value.map((item, index) => (index === at ? replaced(item, random) : item));
  }
  if (isJsonObject(value)) {
    const keys = Object.keys(value);
    const key = keys[below(keys.length, random)];
    if (key === undefined) return value;
    if (random() < 0.1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    return { ...value, [key]: replaced(value[key] ?? null, random) };
  }
  return oddities[below(oddities.length, random)] ?? null;
}

function mutateBytes(body: Uint8Array, random: Random): Uint8Array {
  if (body.length === 0) return body;
  const damaged = Uint8Array.from(body);
  const at = below(body.length, random);
  switch (below(4, random)) {
    case 0:
      for (let times = 1 + below(4, random); times > 0; times -= 1) {
        const place = below(body.length, random);
        damaged[place] = (damaged[place] ?? 0) ^ (1 << below(8, random));
      }
      return damaged;
    case 1:
      return damaged.subarray(0, at);
    case 2: {
      const noise = Uint8Array.from({ length: 1 + below(12, random) }, () => below(256, random));
      return joined([damaged.subarray(0, at), noise, damaged.subarray(at)]);
    }
    default: {
      const end = at + below(body.length - at, random);
      return joined([damaged.subarray(0, end), damaged.subarray(at)]);
    }
  }
}

export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}
