import createDOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

/**
 * Model output to DOM nodes, safely: no HTML passes markdown-it, only a short list of tags passes the sanitiser, images
 * become their text and address, and links are only what the host may open.
 */
export const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, typographer: false });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = isOpenableLink;

/** Schemes that the host opens. Everything else stays the text it was written as. */
function isOpenableLink(url: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(url.trim());
}

const rules = markdown.renderer.rules;

rules["image"] = (tokens, index) => {
  const token = tokens[index];
  const alt = token?.content ?? "";
  const address = token?.attrGet("src") ?? "";
  const text = [alt === "" ? "image" : alt, address === "" ? "" : `(${address})`].join(" ").trim();
  return `<span class="remote-image">${markdown.utils.escapeHtml(text)}</span>`;
};

const code = (content: string) => `<pre tabindex="0"><code>${markdown.utils.escapeHtml(content)}</code></pre>\n`;
rules["fence"] = (tokens, index) => code(tokens[index]?.content ?? "");
rules["code_block"] = (tokens, index) => code(tokens[index]?.content ?? "");

// Alignment comes as an inline style, which the page's policy forbids.
for (const cell of ["th_open", "td_open"]) {
  rules[cell] = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    const align = /text-align:(\w+)/.exec(String(token?.attrGet("style") ?? ""))?.[1];
    if (token !== undefined) token.attrs = align === undefined ? null : [["class", `align-${align}`]];
    return renderer.renderToken(tokens, index, options);
  };
}

// The answer's own heading is an h4.
for (const edge of ["heading_open", "heading_close"]) {
  rules[edge] = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    if (token !== undefined) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 4)}`;
    return renderer.renderToken(tokens, index, options);
  };
}

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
