/** Compiled from words/en/embed.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { megabytes } from "../../page/numbers";
export const words = {
  theme_auto: () => ["as the reader’s"],
  theme_light: () => ["light"],
  theme_dark: () => ["dark"],
  title: () => ["Share this reading"],
  close: () => ["Close"],
  cite: () => ["Cite this explanation"],
  unpublished: (d: { address: Place }) => ["This page was opened from a file, to which no link leads from elsewhere. Put the address of a published copy in place of ", d.address, "."],
  as_now: () => ["Link and embedding show the text and the selection as they are now."],
  compact: () => ["compact"],
  fixed: () => ["the text is fixed"],
  colours: () => ["Colours"],
  leave_out: (d: { n: number }) => [plural(d.n, 0, en, { "0": "Leave out", other: ["Leave out (", number("en", d.n, 0), ")"] })],
  embed_in: () => ["To embed it in a"],
  paste: () => ["To paste there"],
  save_file: () => ["Save as one file"],
  save_file_of: (d: { bytes: number }) => ["Save as one file (about ", megabytes(d.bytes), ")"],
  no_tabs: () => ["This frame may not open tabs."],
  one_file: () => ["One file"],
  one_file_is: () => ["The analyzer with this text and its network, as one HTML file that works from a disk or a stick without network. It does not hold the training texts and their index, so the views that recall them are not in it."],
  open_tab: () => ["Open in a new tab"],
  putting: () => ["Putting it together …"],
  file_title: (d: { verdict: Place }) => ["Unrolled: ", d.verdict],
  saved: (d: { bytes: number; name: Place }) => ["Saved as ", d.name, ", ", megabytes(d.bytes), ". If nothing came:"],
  piece_summary: () => ["the summary"],
  piece_formed: () => ["how the verdict formed"],
  piece_contribution: () => ["what each word was worth"],
  piece_chosen: () => ["the chosen word"],
  piece_phrases: () => ["words together"],
  piece_anchors: () => ["the rule"],
  piece_credibility: () => ["credibility"],
  piece_agreement: () => ["agreement"],
  piece_what_if: () => ["what if"],
  piece_inside: () => ["inside the network"],
  piece_rules: () => ["rules of the model"],
  piece_model: () => ["the model"],
  piece_examples: () => ["examples"],
  piece_browse: () => ["other reviews"]
}
