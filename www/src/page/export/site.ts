/** Where this copy of Unrolled is published, and the link to a state in it. */

import { version } from "unrolled:build";
import { beside } from "../../engine/home";
import type { Cited } from "./cite";
import type { State } from "../store/state";
import { fragmentOf } from "../address/link";

/** The folder of the site; null where the page came from a file or from a package, which holds no page. */
export function published(): string | null {
  const page = beside?.("index.html") ?? null;
  return page !== null && /^https?:$/.test(page.protocol) ? new URL(".", page).href : null;
}

/** The link to the state in the published page. */
export async function linkTo(state: State): Promise<string | null> {
  const site = published();
  return site === null ? null : `${site}index.html#${await fragmentOf(state)}`;
}

/** All that a file or a citation says beside the numbers. */
export async function cited(state: State, source: unknown, isOther: boolean): Promise<Cited> {
  return { state, source, isOther, link: await linkTo(state), version, day: new Date().toISOString().slice(0, 10) };
}
