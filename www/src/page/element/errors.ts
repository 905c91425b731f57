/** What went wrong, as the catalogue says it. */

import * as engine from "../../generated/words/engine";
import * as errors from "../../generated/words/errors";
import { tellPlain } from "../writing/sentence";

const ALL: Record<string, (places: never) => unknown[]> = { ...errors, ...engine };

/** Null for a key that the catalogue lacks, as of an engine newer than the page. */
export function errorSentence(key: string, values: object): string | null {
  const message = Object.hasOwn(ALL, key) ? ALL[key] : undefined;
  return message === undefined ? null : tellPlain(message, values as never);
}
