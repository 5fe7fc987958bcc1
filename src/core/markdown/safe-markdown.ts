import MarkdownIt from "markdown-it";

/**
 * A model's Markdown as HTML that can do nothing: no raw HTML, no images (their text and address instead), no styles, and
 * links only to what may be opened. For the page, which sanitises it once more, and for reports.
 * @param headingBase what a first-level heading becomes: the place around it has headings of its own
 */
export function safeMarkdown(headingBase: number): InstanceType<typeof MarkdownIt> {
  const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, typographer: false });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = isOpenableLink;
  const { escapeHtml } = markdown.utils;
  const { rules } = markdown.renderer;

  rules["image"] = (tokens, index) => {
    const token = tokens[index];
    const alt = token?.content ?? "";
    const address = token?.attrGet("src") ?? "";
    const text = [alt === "" ? "image" : alt, address === "" ? "" : `(${address})`].join(" ").trim();
    return `<span class="remote-image">${escapeHtml(text)}</span>`;
  };

  const code = (content: string) => `<pre tabindex="0"><code>${escapeHtml(content)}</code></pre>\n`;
  rules["fence"] = (tokens, index) => code(tokens[index]?.content ?? "");
  rules["code_block"] = (tokens, index) => code(tokens[index]?.content ?? "");

  // Alignment comes as an inline style, which the policies of page and report forbid.
  for (const cell of ["th_open", "td_open"]) {
    rules[cell] = (tokens, index, options, _env, renderer) => {
      const token = tokens[index];
      const align = /text-align:(\w+)/.exec(String(token?.attrGet("style") ?? ""))?.[1];
      if (token !== undefined) token.attrs = align === undefined ? null : [["class", `align-${align}`]];
      return renderer.renderToken(tokens, index, options);
    };
  }

  for (const edge of ["heading_open", "heading_close"]) {
    rules[edge] = (tokens, index, options, _env, renderer) => {
      const token = tokens[index];
      if (token !== undefined) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + headingBase - 1)}`;
      return renderer.renderToken(tokens, index, options);
    };
  }
  return markdown;
}

/** Schemes that may be opened. Everything else stays the text it was written as. */
function isOpenableLink(url: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(url.trim());
}
