//! manifest.json: which files a bundle has, how long they are, what they hash to, and whose they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::Value;

use super::Config;
use crate::{
    bundle::{BundleError, sha256_hex},
    text::Tokenizer,
};

/// The version of the bundle's layout that this program writes and reads.
pub const FORMAT: u32 = 1;

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ManifestFile"))]
pub struct FileEntry {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// The same of what is inside, if it is a gzip file: some hosts inflate those on their way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub inflated: Option<Box<FileEntry>>,
}

impl FileEntry {
    fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: sha256_hex(bytes), inflated: None }
    }
}

/// The head of a bundle. Keys that this program does not know are passed over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// What the model is called.
    pub name: String,
    /// SHA-256 of weights.safetensors; an index names the model it was built for by it.
    pub model_hash: String,
    /// The rule that cuts texts into tokens.
    #[serde(deserialize_with = "tokenizer")]
    pub tokenizer: Tokenizer,
    /// Names of the classes in the order of the outputs; of two, label 1 is the last.
    pub classes: Vec<String>,
    /// The network's shape.
    #[serde(deserialize_with = "config")]
    pub config: Config,
    /// Every other file of the bundle by name.
    pub files: BTreeMap<String, FileEntry>,
    /// Accuracy, calibration, quantization report, as whoever trained the model wrote them: what is known of it is read by
    /// name, the rest shown as it is. Null for an imported model.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown> | null"))]
    pub metrics: Value,
    /// How much review text the bundle carries: full, excerpts or none; null without an index.
    #[serde(default)]
    pub texts: Option<String>,
    /// Sources and licences, a sentence each.
    #[serde(default)]
    pub licences: Vec<String>,
    /// What to know of the model and its data before believing it, a sentence or two each.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub notes: Vec<String>,
    /// Reviews per split; null without an index.
    #[serde(default)]
    pub counts: Option<BTreeMap<String, u32>>,
    /// What the engine will keep of the training once it has looked through all of it; left out without an index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub kept: Option<KeptBytes>,
    /// The mean word vector \[embedding\] of the training texts, of each word as often as they hold it; left out without an
    /// index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub average_word: Option<Vec<f32>>,
}

/// Bytes in which training states are kept for later questions, by how and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KeptBytes {
    /// By exact activation similarity that keeps little.
    pub little: u64,
    /// By one that keeps much.
    pub much: u64,
    /// By pattern search on one side of zero.
    pub one_side: u64,
    /// By pattern search on both.
    pub both_sides: u64,
}

/// A fault inside says in which key it is: the shape of a network and a rule have keys and words of their own.
fn config<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Config, D::Error> {
    Config::deserialize(deserializer).map_err(|error| D::Error::custom(format_args!("config: {error}")))
}

fn tokenizer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tokenizer, D::Error> {
    Tokenizer::deserialize(deserializer).map_err(|error| D::Error::custom(format_args!("tokenizer: {error}")))
}

/// What is wrong with the names of classes, if anything: each has to be there, to fit on a line, and to differ from every
/// other in more than case, as that is how they are named in settings and labels.
pub fn class_fault(classes: &[String]) -> Option<String> {
    let is_control = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let plain = |name: &String| name.trim().to_lowercase();
    classes.iter().enumerate().find_map(|(at, name)| {
        if name.contains(is_control) {
            return Some(format!("a control character in the class name {name:?}"));
        }
        if name.trim().is_empty() {
            return Some("an empty class name".into());
        }
        let twin = classes[..at].iter().find(|other| plain(other) == plain(name))?;
        Some(format!("the class names {twin:?} and {name:?}, which differ at most in case"))
    })
}

impl Manifest {
    /// Reads manifest.json; a bundle of another format version is refused with what to do.
    pub fn parse(json: &str) -> Result<Self, BundleError> {
        let refuse = |error: serde_json::Error| BundleError::Manifest { found: error.to_string() };
        let value: Value = serde_json::from_str(json).map_err(refuse)?;
        let format = value.get("format").and_then(Value::as_u64);
        let Some(found) = format.and_then(|format| u32::try_from(format).ok()) else {
            return Err(BundleError::Manifest { found: "a JSON text without a format number".into() });
        };
        if found != FORMAT {
            let remedy = if found < FORMAT { "build the bundle again" } else { "update this program" };
            return Err(BundleError::Format { expected: FORMAT, found, remedy });
        }
        let manifest: Self = serde_json::from_value(value).map_err(refuse)?;
        let fault = class_fault(&manifest.classes).or_else(|| manifest.average_fault());
        fault.map_or(Ok(manifest), |found| Err(BundleError::Manifest { found }))
    }

    fn average_fault(&self) -> Option<String> {
        let (vector, expected) = (self.average_word.as_ref()?, self.config.embedding);
        let is_word = vector.len() == expected && vector.iter().all(|value| value.is_finite());
        (!is_word).then(|| format!("an average_word of {} numbers, which is no vector of {expected}", vector.len()))
    }

    /// manifest.json, keys in a fixed order.
    pub fn to_json(&self) -> Result<String, BundleError> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").map_err(|error| BundleError::Manifest { found: error.to_string() })
    }

    /// Lists a file.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.files.insert(name.into(), FileEntry::of(bytes));
    }

    /// Adds what is inside a file that is listed.
    pub fn add_inflated(&mut self, name: &str, inside: &[u8]) {
        if let Some(entry) = self.files.get_mut(name) {
            entry.inflated = Some(Box::new(FileEntry::of(inside)));
        }
    }

    /// Checks a file's bytes against the list.
    pub fn check(&self, name: &str, bytes: &[u8]) -> Result<(), BundleError> {
        let entry = self.files.get(name).ok_or_else(|| BundleError::Unlisted { name: name.into() })?;
        if entry.bytes != bytes.len() as u64 {
            return Err(BundleError::Length { name: name.into(), expected: entry.bytes, found: bytes.len() as u64 });
        }
        let found = sha256_hex(bytes);
        if entry.sha256 != found {
            return Err(BundleError::Hash { name: name.into(), expected: entry.sha256.clone(), found });
        }
        Ok(())
    }
}
