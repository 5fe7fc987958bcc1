// Loads a bundle in this fresh process with a stand-in for VS Code's API and prints the milliseconds it took:
// on the clock, and of processor time.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

/** Anything VS Code's API may be asked at load and activation: callable, constructible, with every property. */
const anything = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : key === Symbol.iterator ? undefined : anything),
  apply: () => anything,
  construct: () => anything,
});
// Own properties, because a bundle copies those of a module it imports: every class, enumeration and namespace of the API.
const declarations = readFileSync(require.resolve("@types/vscode/index.d.ts"), "utf8");
const names = Array.from(declarations.matchAll(/^\texport (?:class|enum|namespace|const|function) (\w+)/gm), ([, name]) => name);
const vscode = Object.fromEntries(names.map((name) => [name, anything]));
const loadModule = Module["_load"];
Module["_load"] = (request, ...rest) => (request === "vscode" ? vscode : loadModule(request, ...rest));

const [what, dist] = process.argv.slice(2);
const startedAt = performance.now();
const before = process.threadCpuUsage();
if (what === "activate") require(path.join(dist, "extension.cjs")).activate({ subscriptions: [] });
else require(path.join(dist, "workbench.cjs"));
const { user, system } = process.threadCpuUsage(before);
process.stdout.write(`${performance.now() - startedAt} ${(user + system) / 1000}`);
