// Builds what ships: extension and command line for Node, the page for the webview. `--watch` rebuilds, `--dev` keeps names.
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { context } from "esbuild";

const isWatch = process.argv.includes("--watch");
const isDev = isWatch || process.argv.includes("--dev");

const common = {
  bundle: true,
  minify: !isDev,
  sourcemap: isDev ? "linked" : false,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
};

/** Extension hosts and command lines run Node 22.19 or newer (undici 8 asks for it). */
const node = {
  ...common,
  platform: "node",
  target: "node22",
  format: "cjs",
  mainFields: ["module", "main"],
  // undici's own switch, as Node's core bundles it: its second, experimental parser stays out, a tenth of the bundle.
  define: { esbuildDetection: "true" },
};

/** Leaves `import("./create-workbench.ts")` to run time: the extension's entry only registers names, the rest is loaded at first use. */
const lazyWorkbench = {
  name: "lazy-workbench",
  setup(build) {
    build.onResolve({ filter: /\/create-workbench\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./workbench.cjs", external: true } : undefined,
    );
  },
};

/** What most runs do without is a bundle of its own beside the others, loaded when it is imported. */
const lazyData = {
  name: "lazy-data",
  setup(build) {
    build.onResolve({ filter: /\/(genai-rows|gpt-counter)\.ts$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: `./${path.replace(/^.*\//, "").replace(/\.ts$/, ".cjs")}`, external: true } : undefined,
    );
  },
};

/** An older Node would die in the middle of a library with a page of minified code. */
const refuseOldNode =
  'if (+process.versions.node.split(".")[0] < 22) { ' +
  'process.stderr.write("switchyard needs Node 22.19 or newer; this is " + process.version + ".\\n"); process.exit(2); }';

const bundles = {
  extension: {
    ...node,
    entryPoints: ["src/extension/extension.ts"],
    outfile: "dist/extension.cjs",
    external: ["vscode"],
    plugins: [lazyWorkbench],
    // VS Code hands out its API through `require` only.
    supported: { "dynamic-import": false },
  },
  workbench: {
    ...node,
    entryPoints: ["src/extension/create-workbench.ts"],
    outfile: "dist/workbench.cjs",
    external: ["vscode"],
    plugins: [lazyData],
    supported: { "dynamic-import": false },
  },
  cli: {
    ...node,
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.cjs",
    plugins: [lazyData],
    banner: { js: `#!/usr/bin/env node\n${refuseOldNode}` },
  },
  // What git starts as a merge driver; beside the editor, where there is no command line.
  merge: { ...node, entryPoints: ["src/cli/merge-main.ts"], outfile: "dist/merge.cjs" },
  "genai-rows": { ...node, entryPoints: ["src/core/pricing/genai-rows.ts"], outfile: "dist/genai-rows.cjs" },
  "gpt-counter": { ...node, entryPoints: ["src/core/tokens/gpt-counter.ts"], outfile: "dist/gpt-counter.cjs" },
  webview: {
    ...common,
    platform: "browser",
    target: "chrome130",
    format: "esm",
    entryPoints: ["webview-ui/main.tsx"],
    outfile: "dist/webview.js",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".ttf": "file" },
    assetNames: "[name]",
  },
};

/** `--only=workbench,webview` builds just those. */
const only = process.argv
  .find((argument) => argument.startsWith("--only="))
  ?.slice("--only=".length)
  .split(",");
const chosen = Object.entries(bundles).filter(([name]) => only === undefined || only.includes(name));

await mkdir("dist", { recursive: true });
await cp("node_modules/@vscode/codicons/dist/codicon.ttf", "dist/codicon.ttf");
const contexts = await Promise.all(chosen.map(([, options]) => context(options)));
if (isWatch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(results.map((result, i) => writeFile(`dist/${chosen[i][0]}.meta.json`, JSON.stringify(result.metafile))));
  if (only === undefined) {
    await writeFile("dist/third-party-notices.txt", await thirdPartyNotices(results.map(({ metafile }) => metafile)));
  }
  await Promise.all(contexts.map((each) => each.dispose()));
}

/**
 * The licences of everything that is bundled, as they ask to be passed on: each package once, with its own text.
 * @param {readonly { inputs: Record<string, unknown> }[]} metafiles what esbuild says is in the bundles
 * @returns {Promise<string>}
 */
async function thirdPartyNotices(metafiles) {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap((file) => packageFolder(file) ?? []));
  const notices = await Promise.all([...folders].toSorted().map(noticeOf));
  return ["Switchyard is made with the following packages. Each is under the licence printed below its name.\n", ...notices].join(
    `\n${"=".repeat(80)}\n\n`,
  );
}

function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? null;
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).toSorted();
  if (files.length === 0) throw new Error(`${folder} holds no licence text: find it and add it, or do without the package.`);
  const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, "utf8")));
  return `${name} ${version} (${license})\n\n${texts.map((text) => text.trim()).join("\n\n")}\n`;
}
