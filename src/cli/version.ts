import manifest from "../../package.json" with { type: "json" };

export const version: string = manifest.version;

/** Named in every file the command line writes. */
export const generator = `switchyard ${version}`;
