import { randomBytes } from "node:crypto";
import type { NewId } from "../core/model/clock.ts";

/** No vowels and no look-alikes: an id in a file spells nothing and is read out without doubt. */
const alphabet = "23456789bcdfghjkmnpqrstvwxyz2345";

/** `s-7k3qx9fm2d`: two of a million ids are equal with a chance below 1 in 200. */
export const newId: NewId = (prefix) => {
  let id = `${prefix}-`;
  for (const byte of randomBytes(10)) id += alphabet.charAt(byte & 31);
  return id;
};
