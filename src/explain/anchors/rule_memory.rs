//! What became of the training reviews that hold the words of a rule.

use serde::Serialize;

use crate::{
    explain::{ExplainError, More},
    index::{IndexedReview, LAST_OF_TWO, Memory},
    kernel::first,
    model::{favours, sureness},
};

/// Reviews looked through in one unit of work: a millisecond or two.
const REVIEWS_AT_ONCE: usize = 1024;
/// Reviews listed of each kind.
const EXAMPLES: usize = 5;

/// Reviews that hold some words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Holding {
    /// How many.
    pub reviews: usize,
    /// Those of them that the network judges as it does the text.
    pub same_verdict: usize,
    /// Those whose true class is on that side.
    pub same_label: usize,
}

impl Holding {
    fn add(&mut self, verdict: bool, label: bool) {
        self.reviews += 1;
        self.same_verdict += usize::from(verdict);
        self.same_label += usize::from(label);
    }
}

/// A review that holds the words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RuleExample"))]
pub struct Example {
    /// Its row in the corpus.
    pub review: u32,
    /// Its true class.
    pub label: u8,
    /// What the network says of the last class.
    pub probability: f32,
    /// Where each word of the rule first stands, in the order of the rule.
    pub positions: Vec<usize>,
}

/// A rule in the training reviews.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RuleMemory {
    /// Reviews that hold every word of the rule, anywhere and in any order.
    pub words: Holding,
    /// Those that hold them one after the other; null if they do not stand so in the text, and for a single word.
    pub phrase: Option<Holding>,
    /// All training reviews: what a rule of no words would show.
    pub all: Holding,
    /// Reviews with the words and the verdict, the surest first.
    pub holds: Vec<Example>,
    /// Reviews with the words and another verdict, the surest first.
    pub fails: Vec<Example>,
}

/// A count under way.
#[derive(Debug, Clone)]
pub struct Counting {
    /// The ids of the rule's words.
    rule: Vec<u32>,
    is_phrase: bool,
    /// Whether the text is judged to be of the last class.
    verdict: bool,
    /// Slot of each training review and its place in the index.
    queue: Vec<(usize, usize)>,
    looked: usize,
    found: RuleMemory,
}

impl Counting {
    /// Prepares the count; None if index or texts are not there.
    pub fn start(
        memory: Memory<'_>,
        rule: Vec<u32>,
        is_phrase: bool,
        verdict: bool,
    ) -> Result<Option<Self>, ExplainError> {
        let Some(index) = memory.index.filter(|_| !memory.reviews.is_empty()) else { return Ok(None) };
        let places = memory.reviews.places(index)?;
        let queue = memory.reviews.train().map(|slot| (slot, places[slot])).collect();
        let found = RuleMemory { phrase: is_phrase.then(Holding::default), ..RuleMemory::default() };
        Ok(Some(Self { rule, is_phrase, verdict, queue, looked: 0, found }))
    }

    /// Counts on while `more` says so; whether it has ended.
    pub fn advance(&mut self, memory: Memory<'_>, more: More<'_>) -> bool {
        let all = memory.index.map_or(&[][..], |index| index.reviews());
        while self.looked < self.queue.len() {
            let unit = self.looked..self.queue.len().min(self.looked + REVIEWS_AT_ONCE);
            self.looked = unit.end;
            for at in unit {
                let (slot, place) = self.queue[at];
                self.look(all[place], memory.reviews.at(slot).ids);
            }
            if !more() {
                break;
            }
        }
        let ended = self.looked == self.queue.len();
        if ended {
            for list in [&mut self.found.holds, &mut self.found.fails] {
                *list = surest(list);
            }
        }
        ended
    }

    /// What has been counted.
    pub fn found(&self) -> &RuleMemory {
        &self.found
    }

    fn look(&mut self, review: IndexedReview, ids: &[u32]) {
        let IndexedReview { row, label, probability, .. } = review;
        let same = favours(probability) == self.verdict;
        let label_same = (label == LAST_OF_TWO) == self.verdict;
        self.found.all.add(same, label_same);
        let place = |word: &u32| ids.iter().position(|id| id == word);
        let Some(positions) = self.rule.iter().map(place).collect::<Option<Vec<usize>>>() else { return };
        self.found.words.add(same, label_same);
        let in_order = self.is_phrase && ids.windows(self.rule.len()).any(|window| window == self.rule);
        if let Some(phrase) = self.found.phrase.as_mut().filter(|_| in_order) {
            phrase.add(same, label_same);
        }
        let list = if same { &mut self.found.holds } else { &mut self.found.fails };
        list.push(Example { review: row, label, probability, positions });
        if list.len() > 64 * EXAMPLES {
            *list = surest(list);
        }
    }
}

/// The examples that the network is surest of; they come by row, and equals stay so.
fn surest(examples: &[Example]) -> Vec<Example> {
    let sure = |at: usize| sureness(examples[at].probability);
    let order = first(examples.len(), EXAMPLES, &|a, b| sure(b).total_cmp(&sure(a)));
    order.into_iter().map(|at| examples[at].clone()).collect()
}
