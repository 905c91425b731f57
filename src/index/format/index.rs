//! The index as a whole: read part by part, written part by part, and what every part needs of the others.

use super::{
    calibration::Calibration,
    checks::{damaged, require},
    contexts::{Contexts, Extreme},
    endings::{Endings, Layer},
    measured::Measured,
    metadata::{Metadata, Recall},
    phrases::PhraseRules,
    postings::{Postings, SHORTEST},
    review::{self, IndexedReview},
    segments::Segments,
    word_pairs::WordPairs,
};
use crate::{
    bundle::Tensors,
    index::{IndexError, Part},
    model::{CellKind, Config},
};

/// The index: read-only, checked, in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivationIndex {
    pub(crate) metadata: Metadata,
    pub(crate) features: usize,
    pub(crate) reviews: Vec<IndexedReview>,
    pub(crate) classes: usize,
    pub(crate) endings: Endings,
    pub(crate) neighbours: usize,
    pub(crate) calibration: Calibration,
    pub(crate) pairs: WordPairs,
    pub(crate) counts: Vec<u32>,
    pub(crate) segments: Segments,
    /// None beside posting lists.
    pub(crate) contexts: Option<Contexts>,
    /// Only where the texts may not be published.
    pub(crate) postings: Option<Postings>,
    pub(crate) phrases: Option<PhraseRules>,
}

impl ActivationIndex {
    /// Reads an index for a model of this shape and hash; every name, shape, range and order is checked.
    pub fn from_tensors(tensors: &Tensors, config: &Config, model_hash: &str) -> Result<Self, IndexError> {
        let metadata = Metadata::read(tensors, config, model_hash)?;
        let features = config.features();
        let reviews = review::read(tensors)?;
        let classes = config.classes();
        let postings = Postings::read(tensors, &reviews, config.vocabulary)?;
        let has_positions = postings.is_none();
        refuse_both(tensors, has_positions)?;
        let contexts = || Contexts::read(tensors, &reviews, features, config.cell == CellKind::Lstm);
        let mut index = Self {
            classes,
            endings: Endings::read(tensors, config, &reviews, if has_positions { 0 } else { SHORTEST })?,
            neighbours: 0,
            calibration: Calibration::default(),
            pairs: WordPairs::default(),
            counts: tensors.u32("vocabulary.count", &[config.vocabulary]).map_err(damaged)?.to_vec(),
            segments: Segments::read(tensors, reviews.len(), features, has_positions)?,
            contexts: has_positions.then(contexts).transpose()?,
            postings,
            phrases: PhraseRules::read(tensors, &reviews, config.vocabulary)?,
            metadata,
            features,
            reviews,
        };
        // What shapes alone do not say. Everything a query relies on is checked here or when its part is read.
        review::check(&index.reviews, classes)?;
        index.segments.check(&index.reviews)?;
        let (calibrating, layers) = (review::calibrating(&index.reviews).count(), index.endings.layers.len());
        (index.neighbours, index.calibration) = Calibration::read(tensors, index.training(), calibrating, layers)?;
        index.pairs = WordPairs::read(tensors, &index.reviews)?;
        Ok(index)
    }

    /// The tensors that [`ActivationIndex::from_tensors`] reads.
    pub fn to_tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.metadata = serde_json::json!(self.metadata).to_string();
        review::put(&self.reviews, &mut tensors);
        self.endings.put(&mut tensors);
        self.calibration.put(&mut tensors, self.neighbours);
        self.pairs.put(&mut tensors);
        tensors.put_u32("vocabulary.count", &[self.counts.len()], self.counts.clone());
        self.segments.put(&mut tensors, self.features);
        if let Some(contexts) = &self.contexts {
            contexts.put(&mut tensors, self.features);
        }
        if let Some(postings) = &self.postings {
            postings.put(&mut tensors);
        }
        if let Some(phrases) = &self.phrases {
            phrases.put(&mut tensors);
        }
        tensors
    }

    /// What the index says about itself.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Writes down how good the first answer was measured to be.
    pub fn set_recall(&mut self, recall: Recall) {
        self.metadata.recall = Some(recall);
    }

    /// The rules of the whole model, if it has some.
    pub fn phrases(&self) -> Option<&PhraseRules> {
        self.phrases.as_ref()
    }

    /// Adds the rules that were found with this index.
    pub fn set_phrases(&mut self, phrases: Option<PhraseRules>) {
        self.phrases = phrases;
    }

    /// Every review in the order of the corpus.
    pub fn reviews(&self) -> &[IndexedReview] {
        &self.reviews
    }

    /// Where the review of a corpus row stands in [`ActivationIndex::reviews`].
    pub fn find(&self, row: u32) -> Option<usize> {
        self.reviews.binary_search_by_key(&row, |review| review.row).ok()
    }

    /// How often the training texts hold an id.
    pub fn count(&self, id: u32) -> u32 {
        self.counts.get(id as usize).copied().unwrap_or(0)
    }

    /// Writes down how far deep nearest neighbours were measured to be right.
    pub fn set_deep_knn(&mut self, measured: Measured) {
        self.metadata.deep_knn = Some(measured);
    }

    /// Which pairs of words are common.
    pub fn pairs(&self) -> &WordPairs {
        &self.pairs
    }

    /// The layers whose neighbours are compared.
    pub fn layers(&self) -> impl Iterator<Item = Layer> + '_ {
        self.endings.layers.iter().map(|&(layer, _)| layer)
    }

    /// How many training reviews there are to be neighbours.
    pub fn training(&self) -> usize {
        self.endings.places.len()
    }

    /// Whether training holds both of two labels and the network does not say the same of all of it: else any neighbours
    /// are as good as others, and whatever is read off them comes out perfect or by chance.
    pub fn tells_apart(&self) -> bool {
        let mut labels = self.endings.places.iter().map(|&place| self.reviews[place as usize].label);
        let first = labels.next();
        let width = self.endings.layers.last().map_or(1, |&(_, width)| width.max(1));
        let mut logits = self.endings.logits.chunks_exact(width);
        let of_first = logits.next();
        labels.any(|label| Some(label) != first) && logits.any(|row| Some(row) != of_first)
    }

    /// How many segments there are.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    /// Which reviews hold a token, where the texts may not be published.
    pub fn postings(&self) -> Option<&Postings> {
        self.postings.as_ref()
    }

    /// How many neighbours are looked for in each layer.
    pub fn neighbours(&self) -> usize {
        self.neighbours
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The scale of α; empty if the corpus has no validation reviews that chose the model.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Whether it knows of contexts of units; not beside posting lists.
    pub fn has_contexts(&self) -> bool {
        self.contexts.is_some()
    }

    /// The highest places of a unit of the last layer in falling order, and the lowest in rising order; None if there
    /// is no such unit or part, or no contexts.
    pub fn extremes(&self, part: Part, unit: usize) -> Option<(Vec<Extreme>, Vec<Extreme>)> {
        let extremes = match part {
            Part::Hidden => &self.contexts.as_ref()?.hidden,
            Part::Cell => self.contexts.as_ref()?.cell.as_ref()?,
        };
        (unit < self.features).then(|| (extremes.end(unit, 0), extremes.end(unit, 1)))
    }
}

/// Posting lists are there because the texts may not be: nothing may stand beside them that orders words.
fn refuse_both(tensors: &Tensors, has_positions: bool) -> Result<(), IndexError> {
    let orders = |name: &&str| name.starts_with("contexts.") || name.ends_with(".position");
    let found = tensors.names().find(orders).filter(|_| !has_positions);
    require(found.is_none(), "posting lists or positions, not both", found.unwrap_or_default())
}
