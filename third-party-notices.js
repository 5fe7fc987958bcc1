import { readFile, readdir } from "node:fs/promises";

/**
 * The licences of everything that is bundled, as they ask to be passed on: each package once, with its own text.
 * @param {readonly { inputs: Record<string, unknown> }[]} metafiles what esbuild says is in the bundles
 * @returns {Promise<string>}
 */
export async function thirdPartyNotices(metafiles) {
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
