/** The script of a page: defines <unrolled-explainer>, and dresses the two pages of our own. */

import { forbidsDrawing } from "./engine/policy";
import { define } from "./page/ui/define";
import { dressEmbed, dressPage } from "./page/element/dress";
import { UnrolledExplainer } from "./page/element/explainer";
import { Forbidden } from "./page/element/forbidden";
import "unrolled:shared";

const kind = document.documentElement.dataset.unrolled;
if (kind !== undefined) dressPage();
// First, so that the element begins with what the address asks for.
if (kind === "embed") dressEmbed();
if (customElements.get("unrolled-explainer"))
  console.info("Unrolled is on this page already: the first copy of its script stays.");
define("unrolled-explainer", forbidsDrawing() ? Forbidden : UnrolledExplainer);
