/** What the page around allows: its Content-Security-Policy, of which a failed request says nothing, and its Trusted Types. */

interface Policy {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

/** Templates are drawn through it, and scripts and workers of this package asked for. Undefined where browser or page has none. */
export const policy = created();

/** A page says with `trusted-types` which policies there may be, and refuses others as well as a second one of the same name. */
function created(): Policy | undefined {
  const asTheyAre = (text: string) => text;
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    return trustedTypes?.createPolicy("unrolled", { createHTML: asTheyAre, createScriptURL: asTheyAre });
  } catch {
    return undefined;
  }
}

/** A script's address as the page wants it. */
export const trusted = (url: URL | string): string => policy?.createScriptURL(String(url)) ?? String(url);

/** Whether the page forbids even to draw. */
export function forbidsDrawing(): boolean {
  if (policy !== undefined) return false;
  try {
    // oxlint-disable-next-line no-restricted-properties -- what templates do, tried out
    document.createElement("template").innerHTML = "<br>";
    return false;
  } catch {
    return true;
  }
}

/** What was refused, with the directive that did it. */
const refused = new Map<string, string>();
globalThis.document?.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) =>
  refused.set(blockedURI, effectiveDirective),
);

/** The sentence for a request that the page's policy has refused; null if that was not the cause. */
export async function forbidden(name: string, url: URL): Promise<string | null> {
  await new Promise((done) => setTimeout(done)); // the event may come after the failure
  const directive = refused.get(url.href)?.replace(/-(elem|attr)$/, "");
  if (directive === undefined) return null;
  const host = url.origin === location.origin ? "'self'" : url.origin.replace("null", url.protocol);
  return `This page's Content-Security-Policy forbids ${name}: add ${host} to its ${directive}, or open the page by itself.`;
}
