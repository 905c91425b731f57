//! One character of a text, by Unicode's properties: left out, made plain, taken apart and put together again.

use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed,
};
use icu_properties::{CodePointMapData, CodePointSetData, props};

/// It binds emoji into one, so that it is left out only after clusters are found.
pub(super) const ZERO_WIDTH_JOINER: char = '\u{200D}';

const COMPOSITION: CanonicalCompositionBorrowed<'static> = CanonicalCompositionBorrowed::new();
const DECOMPOSITION: CanonicalDecompositionBorrowed<'static> = CanonicalDecompositionBorrowed::new();
const CLASSES: CanonicalCombiningClassMapBorrowed<'static> = CanonicalCombiningClassMapBorrowed::new();

/// Default_Ignorable_Code_Point: soft hyphens, zero-width spaces, marks of direction, variation selectors, tags. Nobody
/// sees them, so nothing is read.
pub(super) fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<props::DefaultIgnorableCodePoint>().contains(c)
}

/// Spells a character in those that every equivalent spelling has: plain ones for a presentation form, else its
/// canonical decomposition.
pub(super) fn spell(c: char, emit: &mut impl FnMut(char)) {
    match plain(c) {
        Some(form) => form.chars().for_each(emit),
        None => decompose(c, emit),
    }
}

fn decompose(c: char, emit: &mut impl FnMut(char)) {
    match DECOMPOSITION.decompose(c) {
        Decomposed::Default => emit(c),
        Decomposed::Singleton(other) => decompose(other, emit),
        Decomposed::Expansion(first, second) => {
            decompose(first, emit);
            decompose(second, emit);
        }
    }
}

/// The ASCII letters, digits and marks, in lower case, that a character presents in another width or font or as a
/// ligature: Ａ, 𝐀, ℂ, ﬁ. Superscripts, fractions and what is circled or squared mean something else than their letters
/// and digits (x² is not x2, nor 3½ 31/2), so that they keep their own form.
fn plain(c: char) -> Option<String> {
    const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    /// Letters in a font that were there before the block of mathematical letters, which leaves holes for them.
    const EARLY: &str = "ℂc ℊg ℋh ℌh ℍh ℎh ℐi ℑi ℒl ℓl ℕn ℙp ℚq ℛr ℜr ℝr ℤz ℨz ℬb ℭc ℯe ℰe ℱf ℳm ℴo ⅅd ⅆd ⅇe ⅈi ⅉj";
    let code = u32::from(c);
    let of = |first: char, number: u32| char::from_u32(u32::from(first) + number).map(String::from);
    match code {
        0xFF01..=0xFF5E => of('!', code - 0xFF01).map(|plain| plain.to_ascii_lowercase()),
        0xFB00..=0xFB06 => Some(LIGATURES[(code - 0xFB00) as usize].to_owned()),
        0x1D400..=0x1D6A3 => of('a', (code - 0x1D400) % 26),
        0x1D7CE..=0x1D7FF => of('0', (code - 0x1D7CE) % 10),
        0x1CCD6..=0x1CCEF => of('a', code - 0x1CCD6),
        0x1CCF0..=0x1CCF9 => of('0', code - 0x1CCF0),
        0x1FBF0..=0x1FBF9 => of('0', code - 0x1FBF0),
        0x2100..=0x214F => EARLY.split(' ').find_map(|pair| pair.strip_prefix(c)).map(str::to_owned),
        _ => None,
    }
}

/// A text in canonical composition (NFC).
pub(super) fn composed(text: &str) -> String {
    let mut spelled = Vec::new();
    text.chars().for_each(|c| decompose(c, &mut |c| spelled.push(c)));
    compose(&mut spelled);
    spelled.into_iter().collect()
}

/// Canonical composition (UAX #15) of decomposed characters, so that a token has one spelling: marks in order, each on
/// the last character that can carry it.
pub(super) fn compose(spelled: &mut Vec<char>) {
    for marks in spelled.chunk_by_mut(|_, &after| CLASSES.get_u8(after) != 0) {
        // Class by class, which is linear: a general sort would be kilobytes of every module.
        if !marks.is_sorted_by_key(|&mark| CLASSES.get_u8(mark)) {
            let of = |class| marks.iter().copied().filter(move |&mark| CLASSES.get_u8(mark) == class);
            let ordered: Vec<char> = (0..=u8::MAX).flat_map(of).collect();
            marks.copy_from_slice(&ordered);
        }
    }
    let mut composed: Vec<char> = Vec::with_capacity(spelled.len());
    let mut starter: Option<usize> = None;
    for &c in spelled.iter() {
        let class = CLASSES.get_u8(c);
        let last = composed.len().wrapping_sub(1);
        let onto = starter.filter(|&at| at == last || CLASSES.get_u8(composed[last]) < class);
        match onto.and_then(|at| Some((at, COMPOSITION.compose(composed[at], c)?))) {
            Some((at, both)) => composed[at] = both,
            None => {
                if class == 0 {
                    starter = Some(composed.len());
                }
                composed.push(c);
            }
        }
    }
    *spelled = composed;
}

/// What a character is to the rules of UAX #29 about words, as far as they speak of letters and digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Letters and digits, which stay together.
    Lettered,
    Katakana,
    /// A mark on whatever stands before it.
    Mark,
    /// Every cluster is a word: Chinese, Hiragana, Thai, and signs such as ½.
    Alone,
}

pub(super) fn script(c: char) -> Script {
    use props::WordBreak as Break;
    match CodePointMapData::<Break>::new().get(c) {
        Break::ALetter | Break::HebrewLetter | Break::Numeric => Script::Lettered,
        Break::Katakana => Script::Katakana,
        Break::Extend | Break::Format | Break::ZWJ => Script::Mark,
        _ => Script::Alone,
    }
}

#[cfg(test)]
mod tests {
    use icu_normalizer::ComposingNormalizerBorrowed;

    use super::*;

    #[test]
    fn composes_every_character_as_the_normalizer_does() {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            for text in [c.to_string(), format!("a{c}\u{301}"), format!("{c}\u{323}\u{308}\u{327}")] {
                assert_eq!(composed(&text), nfc.normalize(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn presents_in_plain_letters_what_is_compatible_with_them_and_nothing_else() {
        let nfkc = ComposingNormalizerBorrowed::new_nfkc();
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let Some(form) = plain(c) else { continue };
            let is_assigned = nfkc.normalize(&c.to_string()) != c.to_string();
            assert!(!is_assigned || nfkc.normalize(&c.to_string()).to_lowercase() == form, "{c:?}: {form}");
        }
        for (c, form) in [('Ａ', "a"), ('７', "7"), ('！', "!"), ('ﬃ', "ffi"), ('𝐁', "b"), ('𝟗', "9"), ('ℂ', "c")]
        {
            assert_eq!(plain(c).as_deref(), Some(form));
        }
        for c in ['²', '½', 'Ⓐ', '①', '™', 'º', '…', 'ℹ', 'é', 'a'] {
            assert_eq!(plain(c), None, "{c}");
        }
    }
}
