/** esbuild bundles the styles that a module imports into dist/webview.css. */
declare module "*.css";
