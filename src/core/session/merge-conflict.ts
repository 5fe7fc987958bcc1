export interface MergeConflict {
  /** Where, as keys from the file's root. */
  readonly path: string;
  /** What both sides did and what stands in the result. */
  readonly message: string;
}
