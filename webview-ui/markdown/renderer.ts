import createDOMPurify from "dompurify";
import { safeMarkdown } from "../../src/core/markdown/safe-markdown.ts";

/** Model output to DOM nodes, safely: what the renderer lets through passes a short list of tags as well. */
export const markdown = safeMarkdown(5); // the answer's own heading is an h4

type Purify = ReturnType<typeof createDOMPurify>;
let purify: Purify | null = null;

/** Sanitised nodes for HTML that `markdown` made. */
export function toNodes(html: string): DocumentFragment {
  purify ??= createDOMPurify(window);
  return purify.sanitize(html, { ...policy, RETURN_DOM_FRAGMENT: true });
}

const policy = {
  ALLOWED_TAGS: [
    ..."p br hr em strong s code pre blockquote ul ol li a span h5 h6".split(" "),
    ..."table thead tbody tr th td".split(" "),
  ],
  ALLOWED_ATTR: ["href", "title", "class", "start", "tabindex"],
  // Without this the sanitiser reads every value as an address.
  ADD_URI_SAFE_ATTR: ["start", "tabindex"],
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};
