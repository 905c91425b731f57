//! The whole JavaScript API. Every method converts, calls, converts.
//!
//! One [`Engine`] per worker. Results are plain objects in the shapes of www/src/types.ts, which are those of the
//! command line's `--json`. Every failure is thrown as an `Error` whose `kind` is a stable word (bundle, index, settings,
//! or the module that has what was asked for: main, further, gradients) and whose message is one sentence that says what was expected, what was found and what to do.
//! Its `key` names that sentence and its `values` what stands in its places, so that a page can say it in another language.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::{
    explain::{ExplainError, common::shared, inside},
    index::{IndexError, browse},
    said::{Said, Value},
    session::{self, Session, SessionError},
    trace::Score,
};

/// A model with its explainers and, once they are handed over, its memory of the training data.
#[wasm_bindgen]
pub struct Engine {
    session: std::rc::Rc<std::cell::RefCell<Session>>,
}

/// A running explanation. Call `advance` until it says finished, `snapshot` whenever an answer is wanted, `free` at
/// the end.
#[wasm_bindgen]
pub struct Job {
    session: std::rc::Rc<std::cell::RefCell<Session>>,
    job: session::Job,
}

/// Texts that wait for their scores.
#[wasm_bindgen(getter_with_clone)]
pub struct Unit {
    /// The number to hand the scores back under.
    pub number: u32,
    /// Token ids, one text after the other.
    pub ids: Vec<u32>,
    /// How many ids each text has.
    pub lengths: Vec<u32>,
    /// The number of the class whose scores are wanted.
    pub towards: usize,
}

impl Unit {
    fn new(unit: shared::Unit, towards: usize) -> Self {
        let (ids, lengths) = unit.flat();
        Self { number: unit.number, ids, lengths, towards }
    }
}

/// What one layer held after each token of a text.
#[wasm_bindgen(getter_with_clone)]
pub struct Inside {
    /// Which layer, from 0.
    pub layer: usize,
    /// How many units it has.
    pub units: usize,
    /// Which number each part holds: input, forget, candidate, output, cell, hidden, or candidate, reset, update, hidden.
    pub parts: Vec<String>,
    /// One part after the other, each token × unit, row by row.
    pub values: Vec<f32>,
    /// Each unit's weight in the score of the class that is explained; undefined where the score is not read off these units.
    pub readout: Option<Vec<f32>>,
}

impl From<inside::Inside> for Inside {
    fn from(inside: inside::Inside) -> Self {
        let parts = inside.parts.iter().map(|part| part.name().to_owned()).collect();
        let inside::Inside { layer, units, values, readout, .. } = inside;
        Self { layer, units, parts, values, readout }
    }
}

/// Setting a property of a fresh object cannot fail.
fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(object, &name.into(), value);
}

fn thrown(kind: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message).into();
    set(&error, "kind", &kind.into());
    error
}

fn refuse(error: SessionError) -> JsValue {
    let values = js_sys::Object::new().into();
    for (name, value) in error.values() {
        set(
            &values,
            name,
            &match value {
                Value::Count(number) => number.into(),
                Value::Text(text) => text.into(),
            },
        );
    }
    let thrown = thrown(error.kind(), &error.to_string());
    set(&thrown, "key", &error.key().into());
    set(&thrown, "values", &values);
    thrown
}

/// What a page handed over cannot be read.
fn unreadable(what: &str) -> impl Fn(serde_wasm_bindgen::Error) -> JsValue {
    move |error| refuse(ExplainError::Settings { method: what.into(), reason: error.to_string() }.into())
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| thrown("internal", &error.to_string()))
}

/// Milliseconds of the thread's own clock; a worker and a page both have one.
fn now() -> f64 {
    let clock = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok();
    clock.and_then(|clock| clock.dyn_into::<web_sys::Performance>().ok()).map_or(0.0, |clock| clock.now())
}

#[wasm_bindgen]
impl Engine {
    /// Opens a bundle from manifest.json, weights.safetensors and vocab.txt. Kind "bundle" if they do not fit together.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &str, weights: &[u8], vocabulary: &str) -> Result<Engine, JsValue> {
        let session = Session::open(manifest, weights, vocabulary).map_err(refuse)?;
        Ok(Self { session: std::rc::Rc::new(session.into()) })
    }

    /// Takes index.safetensors. Kind "index" if it is damaged or belongs to another model.
    #[wasm_bindgen(js_name = addIndex)]
    pub fn add_index(&self, bytes: &[u8]) -> Result<(), JsValue> {
        self.session.borrow_mut().add_index(bytes).map_err(refuse)
    }

    /// Takes one unpacked reviews-NN.json and returns how many reviews are held.
    #[wasm_bindgen(js_name = addReviews)]
    pub fn add_reviews(&self, shard: &str) -> Result<usize, JsValue> {
        self.session.borrow_mut().add_reviews(shard).map_err(refuse)
    }

    /// A review that is held, by its row in the corpus: {review, split, label, text, probability}.
    pub fn review(&self, row: u32) -> Result<JsValue, JsValue> {
        let session = self.session.borrow();
        to_js(&session.review(row).map_err(refuse)?)
    }

    /// Reviews of the index by confidence and error: [{review, split, label, probability, tokens}].
    #[wasm_bindgen(js_name = reviewRows)]
    pub fn review_rows(&self, filter: JsValue) -> Result<JsValue, JsValue> {
        let filter: browse::Filter = serde_wasm_bindgen::from_value(filter).map_err(unreadable("browse"))?;
        let session = self.session.borrow();
        let index = session.index.as_ref().ok_or_else(|| refuse(SessionError::Index(IndexError::NotLoaded)))?;
        to_js(&browse::browse(index, &filter))
    }

    /// The verdict on a text and how it formed: a Prediction.
    pub fn predict(&self, text: &str) -> Result<JsValue, JsValue> {
        to_js(&self.session.borrow().predict(text))
    }

    /// Gates, cell and hidden state of a layer (the last one if undefined) after each token of a text.
    pub fn inside(&self, text: &str, layer: Option<usize>) -> Result<Inside, JsValue> {
        Ok(self.session.borrow().inside(text, layer).map_err(refuse)?.into())
    }

    /// The scores of many texts at once, as the methods ask for them: `ids` holds the texts' token ids one after the
    /// other, `lengths` how many each has, `towards` is the number of the class whose scores are wanted (the last one if
    /// undefined); the answer holds all logits, then all probabilities, then 1 for each text that the network decides to
    /// be of the class. Kind "settings" if the lengths do not add up to the ids, or if there is no
    /// such class.
    pub fn scores(&self, ids: &[u32], lengths: &[u32], towards: Option<usize>) -> Result<Vec<f32>, JsValue> {
        Ok(Score::to_numbers(&self.session.borrow().scores(ids, lengths, towards).map_err(refuse)?))
    }

    /// The gradient of the logit (of more than two classes, that of the verdict) with respect to every word vector of a text: a Float32Array of tokens × embedding
    /// numbers, row by row. A building block for scripts; no view of the page shows it.
    pub fn gradient(&self, text: &str) -> Result<Vec<f32>, JsValue> {
        self.session.borrow().gradient(text).map_err(refuse)
    }

    /// Begins an explanation; `settings` is an object with the method's settings, as the command line names them.
    pub fn start(&self, method: &str, text: &str, settings: JsValue) -> Result<Job, JsValue> {
        let settings = serde_wasm_bindgen::from_value(settings).map_err(unreadable(method))?;
        let job = self.session.borrow().start(method, text, settings).map_err(refuse)?;
        Ok(Job { session: self.session.clone(), job })
    }

    /// manifest.json as an object: sizes, metrics, licences.
    pub fn card(&self) -> Result<JsValue, JsValue> {
        to_js(&self.session.borrow().manifest)
    }
}

#[wasm_bindgen]
impl Job {
    /// Works for about this many milliseconds, at least one unit of work: {done, total, finished}.
    pub fn advance(&mut self, milliseconds: f64) -> Result<JsValue, JsValue> {
        let begin = now();
        let mut more = || now() - begin < milliseconds;
        let progress = self.job.advance(&self.session.borrow(), &mut more).map_err(refuse)?;
        self.job.spent((now() - begin) / 1000.0);
        to_js(&progress)
    }

    /// Some texts of this job that another engine of the same bundle may score with `scores`: {number, ids, lengths,
    /// towards}; undefined if there are none.
    pub fn take(&mut self) -> Option<Unit> {
        let towards = self.job.class();
        self.job.take().map(|unit| Unit::new(unit, towards))
    }

    /// What `scores` said of a unit that was taken; units may come back in any order.
    pub fn answer(&mut self, number: u32, scores: &[f32]) {
        self.job.answer(number, Score::from_numbers(scores));
    }

    /// Takes back a unit that nobody will score.
    #[wasm_bindgen(js_name = giveBack)]
    pub fn give_back(&mut self, number: u32) {
        self.job.give_back(number);
    }

    /// Whether all that is left to do was taken by others: `advance` would do nothing.
    #[wasm_bindgen(js_name = isWaiting)]
    pub fn is_waiting(&self) -> bool {
        self.job.is_waiting()
    }

    /// Whether there is an answer worth a look.
    #[wasm_bindgen(js_name = isReady)]
    pub fn is_ready(&self) -> bool {
        self.job.is_ready()
    }

    /// The answer so far, in the method's shape; of more than two classes also the names of the `class` it is of and,
    /// where a margin is explained, of its `rival`.
    pub fn snapshot(&self) -> Result<JsValue, JsValue> {
        let session = self.session.borrow();
        let answer = to_js(&self.job.snapshot(&session))?;
        if let Some(of_class) = self.job.of_class(&session) {
            let (into, from): (&js_sys::Object, js_sys::Object) =
                (answer.unchecked_ref(), to_js(&of_class)?.unchecked_into());
            js_sys::Object::assign(into, &from);
        }
        Ok(answer)
    }
}
