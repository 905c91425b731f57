/** The script of a page: defines <unrolled-explainer>, and dresses the two pages of our own. */

import "./page/explainer";
import "unrolled:shared";
import { dressEmbed, dressPage } from "./page/dress";

const kind = document.documentElement.dataset.unrolled;
if (kind !== undefined) dressPage();
if (kind === "embed") dressEmbed();
