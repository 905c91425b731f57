/** presets.json and manifest.json. */

import type { LeaveOneOut, Lime } from "./attribution";
import type { Label, TokenSpan } from "./basics";
import type { Similarity, TokenSearch } from "./memory";
import type { Prediction } from "./prediction";
import type { Maximization, Ranking } from "./search";

export interface Preset {
  id: string;
  title: string;
  text: string;
  review: number | null;
  source: "own" | "imdb" | "rotten_tomatoes";
  label: Label | null;
  prediction: Prediction;
  leave_one_out: LeaveOneOut;
  selected: TokenSpan;
  lime?: Lime | null;
  token_search?: TokenSearch | null;
  activation_similarity?: Similarity | null;
  corpus_search?: Ranking | null;
  activation_maximization?: Maximization | null;
}

export interface Presets {
  presets: Preset[];
}

export interface ManifestFile {
  bytes: number;
  sha256: string;
}

export interface Manifest {
  format: number;
  name: string;
  model_hash: string;
  tokenizer: string;
  classes: string[];
  config: Record<string, unknown>;
  files: Record<string, ManifestFile>;
  metrics: Record<string, unknown> | null;
  texts: "full" | "excerpts" | "none" | null;
  licences: string[];
  /** What to know before believing it. */
  notes?: string[];
  counts: Record<string, number> | null;
}
