import { writeFileSync } from "node:fs";
import path from "node:path";
import { handoffPage } from "./handoff-page.ts";

const file = path.resolve(import.meta.dirname, "../../src/core/handoff/README.md");
writeFileSync(file, handoffPage());
console.log(`Wrote ${path.relative(process.cwd(), file)}`);
