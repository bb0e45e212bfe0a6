/** The addresses and names that go into the panel's page. */
export interface PageParts {
  /** Where VS Code serves a webview's files from, for the policy. */
  readonly cspSource: string;
  /** Fresh for every page. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /**
   * What the page is about, which names it after a reload: a plan, by its address, under which its scroll and selection are
   * kept, or a campaign.
   */
  readonly about: { readonly plan: string } | { readonly campaign: string };
}

/**
 * The panel's page: a frame without content. Everything shown arrives as messages, and nothing but the two files of
 * the page is loaded, from wherever.
 */
export function pageHtml(parts: PageParts): string {
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.cspSource}`,
    `font-src ${parts.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(csp)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Plan Review</title>
    <link rel="stylesheet" href="${attribute(parts.style)}" />
  </head>
  <body>
    <div id="app" ${subject(parts.about)}></div>
    <script type="module" nonce="${attribute(parts.nonce)}" src="${attribute(parts.script)}"></script>
  </body>
</html>
`;
}

function subject(about: PageParts['about']): string {
  return 'plan' in about
    ? `data-plan="${attribute(about.plan)}"`
    : `data-campaign="${attribute(about.campaign)}"`;
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
