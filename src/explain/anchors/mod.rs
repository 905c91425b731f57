//! Anchors: the words that hold the verdict fast while the others are changed at random.
//!
//! Ribeiro, Singh & Guestrin 2018, "Anchors: high-precision model-agnostic explanations". A *rule* is a set A of words of
//! the text, each at its own place. Its *precision* is
//!
//! ```text
//! prec(A) = P(the network judges z as it does the text),   z: words outside A changed with probability ½ each
//! ```
//!
//! and an anchor is a rule of as few words as possible with prec(A) ≥ `threshold`. The verdict is whether the network
//! decides for the class that is explained.
//!
//! 1. Measure the *empty rule*: how often does the verdict stand whatever is changed? Where that reaches the threshold
//!    already, any rule would, and the answer is `vacuous`: ask with another `perturbation`.
//! 2. Beam search (`beam`) for a rule that reaches the threshold and surely exceeds
//!    `threshold − tolerance`. Of rules of one length the precision decides: how many perturbed texts hold a rule, which
//!    Ribeiro calls its coverage, is 2^−|A| whatever its words.
//! 3. Measure what was found again, on fresh samples, with a 95 % interval: the search picks what came out well, so that its
//!    own numbers flatter. The rule is `successful` if the lower end is at least `threshold − tolerance`.
//! 4. If it is, or if it is the reader's, measure the rule without each of its words. It is `minimal` if none of these reaches the
//!    threshold.
//! 5. Where index and reviews are loaded, count the training reviews that hold its words, and how the network judges those.
//!
//! Words that the network does not know, and tokens without a letter or digit, are changed like the others but never part of
//! a rule, unless the reader says so: one unknown word is like another to the network, and a comma is no reason.
//!
//! Default perturbation: words are left out. With `<unk>` in their place a network that was trained with word dropout keeps
//! its verdict anyway, and so does it with words of similar vectors in place, which share what they say about the verdict:
//! of validation reviews of 20 to 300 tokens 97 of 200 need no rule with words left out, 64 of the first 100 with `<unk>`, and
//! 67 of these with similar words (`cargo bench --bench anchors`).
//!
//! Cost: at most `samples` + `fresh` · (1 + words of the rule / 2) + 1024 texts, of which every unanchored word is changed
//! half the time. Long texts get fewer samples ([`MOST_STEPS`]); where the search ends for want of them, `out_of_samples`
//! says so and the answer is the rule that surely holds most often.
//!
//! Fidelity: the precision and its interval, and the empty rule's beside it.
//!
//! Do not believe it where the empty rule comes near: what a rule is worth is the difference. The changed texts are not
//! texts that anybody writes, and the network was not trained on them; the counts on training reviews are about real
//! texts, but there the words keep company. A rule is sufficient here, not necessary: another may hold as well.

pub mod answer;
pub mod bandit;
pub mod beam;
mod job;
pub mod perturbation;
pub mod proportion;
pub mod rule_memory;

pub use answer::{Anchor, Config, MOST_STEPS, Without};
pub use job::Anchors;

use answer::METHOD;

use super::{
    ExplainError, More, Progress,
    common::shared::Unit,
    method::{About, Ask, Method, Need, Question},
};
use crate::trace::Score;

impl Method for Anchors {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Index, Need::Texts], shares: true, ..About::of(Question::Words) };
    type Config = Config;
    type Answer = Anchor;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let head = ask.model.head();
        let is_of_two = ask.model.config().logits() == 1;
        let class = is_of_two.then_some(u8::from(head.class() > 0));
        Self::start(config, class, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        if self.prepare(ask.model, more) { self.advance(ask, ask.memory, more) } else { Ok(self.progress()) }
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Anchor {
        self.snapshot()
    }

    fn take(&mut self) -> Option<Unit> {
        Self::take(self)
    }

    fn answer(&mut self, number: u32, scores: Vec<Score>) {
        Self::answer(self, number, scores);
    }

    fn give_back(&mut self, number: u32) {
        Self::give_back(self, number);
    }

    fn is_waiting(&self) -> bool {
        Self::is_waiting(self)
    }

    fn is_ready(&self) -> bool {
        Self::is_ready(self)
    }
}
