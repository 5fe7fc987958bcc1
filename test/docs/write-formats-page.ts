import { writeFileSync } from "node:fs";
import path from "node:path";
import { formatsPage } from "./formats-page.ts";

const file = path.resolve(import.meta.dirname, "../../src/core/session/formats/README.md");
writeFileSync(file, formatsPage());
console.log(`Wrote ${path.relative(process.cwd(), file)}`);
