import { writeFileSync } from "node:fs";
import path from "node:path";
import { providersPage } from "./providers-page.ts";

const file = path.resolve(import.meta.dirname, "../../src/core/adapters/providers/README.md");
writeFileSync(file, providersPage());
console.log(`Wrote ${path.relative(process.cwd(), file)}`);
