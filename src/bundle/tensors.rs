//! Named tensors in safetensors files. The same tensors give the same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use super::BundleError;

/// The one key of a file's metadata, which holds a JSON text: with more keys the order of the bytes would be random.
const METADATA_KEY: &str = "unrolled";

/// What is read where f32 is wanted.
const FLOATS: &str = "f32, f16, bf16 or f64";

/// The numbers of a tensor.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum TensorData {
    F32(Vec<f32>),
    I8(Vec<i8>),
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

/// A shape and its numbers, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Lengths of the axes, outermost first.
    pub shape: Vec<usize>,
    /// As many numbers as the shape has places.
    pub data: TensorData,
}

/// The tensors of one file by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tensors {
    tensors: BTreeMap<String, Tensor>,
    /// Those of a type that no part of a network has, such as a counter or a mask, by their shape and type. Nobody asks
    /// for them, as a rule; who does is refused.
    others: BTreeMap<String, (Vec<usize>, String)>,
    /// A JSON text that travels with the tensors; empty for none.
    pub metadata: String,
}

macro_rules! typed {
    ($get:ident, $put:ident, $variant:ident, $type:ty, $readable:expr) => {
        /// The numbers of a tensor that must have this shape and element type.
        pub fn $get(&self, name: &str, shape: &[usize]) -> Result<&[$type], BundleError> {
            match &self.get(name, shape, $readable)?.data {
                TensorData::$variant(values) => Ok(values),
                other => {
                    Err(BundleError::Type { name: name.into(), expected: $readable.into(), found: other.kind().into() })
                }
            }
        }

        /// Adds a tensor; `values` must have as many numbers as the shape has places.
        pub fn $put(&mut self, name: &str, shape: &[usize], values: Vec<$type>) {
            debug_assert_eq!(values.len(), shape.iter().product::<usize>(), "{name}");
            self.tensors.insert(name.into(), Tensor { shape: shape.to_vec(), data: TensorData::$variant(values) });
        }
    };
}

impl Tensors {
    typed!(f32, put_f32, F32, f32, FLOATS);
    typed!(i8, put_i8, I8, i8, "i8");
    typed!(u8, put_u8, U8, u8, "u8");
    typed!(u16, put_u16, U16, u16, "u16");
    typed!(u32, put_u32, U32, u32, "u32");

    /// Reads a file; its header, offsets and lengths are checked before any number is used. f16, bf16 and f64
    /// tensors are converted to f32. Of one of another type, only its name, shape and type are kept.
    pub fn parse(bytes: &[u8]) -> Result<Self, BundleError> {
        let refuse = |error: safetensors::SafeTensorError| BundleError::NotSafetensors { found: error.to_string() };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(refuse)?;
        let metadata = header.metadata().as_ref().and_then(|m| m.get(METADATA_KEY)).cloned().unwrap_or_default();
        let file = SafeTensors::deserialize(bytes).map_err(refuse)?;
        let (mut tensors, mut others) = (BTreeMap::new(), BTreeMap::new());
        for (name, view) in file.iter() {
            let (name, shape) = (name.to_owned(), view.shape().to_vec());
            match decode(&view) {
                Some(data) => drop(tensors.insert(name, Tensor { shape, data })),
                None => drop(others.insert(name, (shape, format!("{:?}", view.dtype()).to_lowercase()))),
            }
        }
        Ok(Self { tensors, others, metadata })
    }

    /// The bytes of a file.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        let refuse = |error: safetensors::SafeTensorError| BundleError::NotSafetensors { found: error.to_string() };
        let encoded: Vec<(&String, Dtype, &Vec<usize>, Vec<u8>)> =
            self.tensors.iter().map(|(name, t)| (name, t.data.dtype(), &t.shape, t.data.to_le_bytes())).collect();
        let mut views = Vec::with_capacity(encoded.len());
        for (name, dtype, shape, bytes) in &encoded {
            views.push((name.as_str(), TensorView::new(*dtype, shape.to_vec(), bytes).map_err(refuse)?));
        }
        let metadata =
            (!self.metadata.is_empty()).then(|| HashMap::from([(METADATA_KEY.to_owned(), self.metadata.clone())]));
        safetensors::serialize(views, metadata).map_err(refuse)
    }

    /// Whether a tensor of this name is there, whatever its type.
    pub fn contains(&self, name: &str) -> bool {
        self.shape(name).is_some()
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names: BTreeSet<&String> = self.tensors.keys().chain(self.others.keys()).collect();
        names.into_iter().map(String::as_str)
    }

    /// The shape of a tensor, if it is there.
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        let of_others = || self.others.get(name).map(|(shape, _)| shape.as_slice());
        self.tensors.get(name).map(|tensor| tensor.shape.as_slice()).or_else(of_others)
    }

    /// Gives a tensor another name; false if there is none of the old name, or another of the new one.
    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        if self.contains(to) {
            return false;
        }
        let found = self.tensors.remove(from).map(|tensor| self.tensors.insert(to.into(), tensor));
        let other = self.others.remove(from).map(|other| self.others.insert(to.into(), other));
        found.is_some() || other.is_some()
    }

    fn get(&self, name: &str, shape: &[usize], expected: &'static str) -> Result<&Tensor, BundleError> {
        if let Some((_, found)) = self.others.get(name) {
            return Err(BundleError::Type { name: name.into(), expected: expected.into(), found: found.clone() });
        }
        let tensor = self.tensors.get(name).ok_or_else(|| BundleError::Missing {
            name: name.into(),
            present: self.names().collect::<Vec<_>>().join(", "),
        })?;
        if tensor.shape != shape {
            return Err(BundleError::Shape {
                name: name.into(),
                expected: shape.to_vec(),
                found: tensor.shape.clone(),
            });
        }
        Ok(tensor)
    }
}

impl TensorData {
    fn kind(&self) -> &'static str {
        match self {
            Self::F32(_) => "f32",
            Self::I8(_) => "i8",
            Self::U8(_) => "u8",
            Self::U16(_) => "u16",
            Self::U32(_) => "u32",
        }
    }

    fn dtype(&self) -> Dtype {
        match self {
            Self::F32(_) => Dtype::F32,
            Self::I8(_) => Dtype::I8,
            Self::U8(_) => Dtype::U8,
            Self::U16(_) => Dtype::U16,
            Self::U32(_) => Dtype::U32,
        }
    }

    fn to_le_bytes(&self) -> Vec<u8> {
        match self {
            Self::F32(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::I8(values) => values.iter().map(|&value| value as u8).collect(),
            Self::U8(values) => values.clone(),
            Self::U16(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::U32(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        }
    }
}

/// Little-endian numbers of N bytes each.
fn numbers<const N: usize, T>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks::<N>().0.iter().map(|&chunk| read(chunk)).collect()
}

/// None of a type that no tensor of ours has.
fn decode(view: &TensorView<'_>) -> Option<TensorData> {
    let bytes = view.data();
    Some(match view.dtype() {
        Dtype::F32 => TensorData::F32(numbers(bytes, f32::from_le_bytes)),
        Dtype::F64 => TensorData::F32(numbers(bytes, |b| f64::from_le_bytes(b) as f32)),
        Dtype::F16 => TensorData::F32(numbers(bytes, |b| half::f16::from_le_bytes(b).to_f32())),
        Dtype::BF16 => TensorData::F32(numbers(bytes, |b| half::bf16::from_le_bytes(b).to_f32())),
        Dtype::I8 => TensorData::I8(bytes.iter().map(|&byte| byte as i8).collect()),
        Dtype::U8 => TensorData::U8(bytes.to_vec()),
        Dtype::U16 => TensorData::U16(numbers(bytes, u16::from_le_bytes)),
        Dtype::U32 => TensorData::U32(numbers(bytes, u32::from_le_bytes)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Tensors {
        let mut tensors = Tensors { metadata: "{\"model\":\"x\"}".into(), ..Tensors::default() };
        tensors.put_f32("a", &[2, 2], vec![1.0, -2.5, 0.0, f32::MIN_POSITIVE]);
        tensors.put_i8("b", &[3], vec![-128, 0, 127]);
        tensors.put_u16("c", &[1], vec![65535]);
        tensors.put_u32("d", &[0], vec![]);
        tensors
    }

    #[test]
    fn write_and_read_are_inverse_and_bytes_repeat() {
        let bytes = example().to_bytes().unwrap();
        assert_eq!(bytes, example().to_bytes().unwrap());
        assert_eq!(Tensors::parse(&bytes).unwrap(), example());
    }

    #[test]
    fn every_truncation_is_refused_without_a_panic() {
        let bytes = example().to_bytes().unwrap();
        for length in 0..bytes.len() {
            assert!(Tensors::parse(&bytes[..length]).is_err(), "{length} of {} bytes", bytes.len());
        }
    }

    #[test]
    fn wrong_names_shapes_and_types_are_named() {
        let tensors = example();
        assert!(matches!(tensors.f32("z", &[1]), Err(BundleError::Missing { .. })));
        assert!(matches!(tensors.f32("a", &[4]), Err(BundleError::Shape { .. })));
        assert!(matches!(tensors.f32("b", &[3]), Err(BundleError::Type { .. })));
    }

    #[test]
    fn a_type_that_no_part_has_is_passed_over_until_it_is_asked_for() {
        let (floats, counter, mask) = (1.5f32.to_le_bytes(), 7i64.to_le_bytes(), [1u8]);
        let views = [
            ("weight", TensorView::new(Dtype::F32, vec![1], &floats).unwrap()),
            ("norm.num_batches_tracked", TensorView::new(Dtype::I64, vec![], &counter).unwrap()),
            ("mask", TensorView::new(Dtype::BOOL, vec![1], &mask).unwrap()),
        ];
        let mut tensors = Tensors::parse(&safetensors::serialize(views, None).unwrap()).unwrap();
        assert_eq!(tensors.f32("weight", &[1]).unwrap(), [1.5]);
        assert_eq!(tensors.names().collect::<Vec<_>>(), ["mask", "norm.num_batches_tracked", "weight"]);
        assert_eq!(tensors.shape("norm.num_batches_tracked"), Some(&[][..]));
        let refused = tensors.f32("mask", &[1]).unwrap_err().to_string();
        assert!(refused.contains("expected mask as f32, f16, bf16 or f64, found bool"), "{refused}");
        assert!(tensors.rename("mask", "other") && !tensors.contains("mask") && tensors.contains("other"));
        assert!(!tensors.rename("weight", "other"), "a rename never takes another's place");
    }
}
