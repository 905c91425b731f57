//! Character references of HTML, as they come along with pasted text: `&#39;`, `&#x2019;`, `&nbsp;`.
//!
//! Read are the numeric ones, and by name the 252 of HTML 4.01 and whatever else the HTML standard calls an ASCII
//! character. A semicolon may be missing where the HTML standard does without: after a number, and in an attribute after
//! a name of Latin-1 and a few more, if no letter, digit or `=` follows. Everything else stays as typed: the standard's
//! remaining two thousand names, which nobody pastes, `rock&notes`, and numbers of no character.

/// Name and code point in hexadecimal, by code point; the values are the HTML standard's.
const NAMED: &str = "\
    Tab 9 NewLine a excl 21 QUOT 22 quot 22 num 23 dollar 24 percnt 25 AMP 26 amp 26 apos 27 lpar 28 rpar 29 ast 2a \
    midast 2a plus 2b comma 2c period 2e sol 2f colon 3a semi 3b LT 3c lt 3c equals 3d GT 3e gt 3e quest 3f \
    commat 40 lbrack 5b lsqb 5b bsol 5c rbrack 5d rsqb 5d Hat 5e UnderBar 5f lowbar 5f DiacriticalGrave 60 grave 60 \
    lbrace 7b lcub 7b VerticalLine 7c verbar 7c vert 7c rbrace 7d rcub 7d nbsp a0 iexcl a1 cent a2 pound a3 \
    curren a4 yen a5 brvbar a6 sect a7 uml a8 copy a9 ordf aa laquo ab not ac shy ad reg ae macr af deg b0 \
    plusmn b1 sup2 b2 sup3 b3 acute b4 micro b5 para b6 middot b7 cedil b8 sup1 b9 ordm ba raquo bb frac14 bc \
    frac12 bd frac34 be iquest bf Agrave c0 Aacute c1 Acirc c2 Atilde c3 Auml c4 Aring c5 AElig c6 Ccedil c7 \
    Egrave c8 Eacute c9 Ecirc ca Euml cb Igrave cc Iacute cd Icirc ce Iuml cf ETH d0 Ntilde d1 Ograve d2 Oacute d3 \
    Ocirc d4 Otilde d5 Ouml d6 times d7 Oslash d8 Ugrave d9 Uacute da Ucirc db Uuml dc Yacute dd THORN de szlig df \
    agrave e0 aacute e1 acirc e2 atilde e3 auml e4 aring e5 aelig e6 ccedil e7 egrave e8 eacute e9 ecirc ea euml eb \
    igrave ec iacute ed icirc ee iuml ef eth f0 ntilde f1 ograve f2 oacute f3 ocirc f4 otilde f5 ouml f6 divide f7 \
    oslash f8 ugrave f9 uacute fa ucirc fb uuml fc yacute fd thorn fe yuml ff OElig 152 oelig 153 Scaron 160 \
    scaron 161 Yuml 178 fnof 192 circ 2c6 tilde 2dc Alpha 391 Beta 392 Gamma 393 Delta 394 Epsilon 395 Zeta 396 \
    Eta 397 Theta 398 Iota 399 Kappa 39a Lambda 39b Mu 39c Nu 39d Xi 39e Omicron 39f Pi 3a0 Rho 3a1 Sigma 3a3 \
    Tau 3a4 Upsilon 3a5 Phi 3a6 Chi 3a7 Psi 3a8 Omega 3a9 alpha 3b1 beta 3b2 gamma 3b3 delta 3b4 epsilon 3b5 \
    zeta 3b6 eta 3b7 theta 3b8 iota 3b9 kappa 3ba lambda 3bb mu 3bc nu 3bd xi 3be omicron 3bf pi 3c0 rho 3c1 \
    sigmaf 3c2 sigma 3c3 tau 3c4 upsilon 3c5 phi 3c6 chi 3c7 psi 3c8 omega 3c9 thetasym 3d1 upsih 3d2 piv 3d6 \
    ensp 2002 emsp 2003 thinsp 2009 zwnj 200c zwj 200d lrm 200e rlm 200f ndash 2013 mdash 2014 lsquo 2018 \
    rsquo 2019 sbquo 201a ldquo 201c rdquo 201d bdquo 201e dagger 2020 Dagger 2021 bull 2022 hellip 2026 \
    permil 2030 prime 2032 Prime 2033 lsaquo 2039 rsaquo 203a oline 203e frasl 2044 euro 20ac image 2111 \
    weierp 2118 real 211c trade 2122 alefsym 2135 larr 2190 uarr 2191 rarr 2192 darr 2193 harr 2194 crarr 21b5 \
    lArr 21d0 uArr 21d1 rArr 21d2 dArr 21d3 hArr 21d4 forall 2200 part 2202 exist 2203 empty 2205 nabla 2207 \
    isin 2208 notin 2209 ni 220b prod 220f sum 2211 minus 2212 lowast 2217 radic 221a prop 221d infin 221e ang 2220 \
    and 2227 or 2228 cap 2229 cup 222a int 222b there4 2234 sim 223c cong 2245 asymp 2248 ne 2260 equiv 2261 \
    le 2264 ge 2265 sub 2282 sup 2283 nsub 2284 sube 2286 supe 2287 oplus 2295 otimes 2297 perp 22a5 sdot 22c5 \
    lceil 2308 rceil 2309 lfloor 230a rfloor 230b loz 25ca spades 2660 clubs 2663 hearts 2665 diams 2666 lang 27e8 \
    rang 27e9";

/// What `&#128;` to `&#159;` stand for, which nobody means as control characters: the HTML standard reads them as
/// Windows-1252, in which five codes are nothing.
const WINDOWS: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', //
    '\u{2C6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', //
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}', //
    '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
];

/// Names that need no semicolon, besides those of Latin-1's characters.
const LEGACY: [&str; 8] = ["AMP", "amp", "GT", "gt", "LT", "lt", "QUOT", "quot"];

/// The most characters between `&` and `;`: no name is longer, and no number has use for more.
pub(super) const LONGEST: usize = 16;

/// The character that stands between `&` and `;`, if it is one.
pub(super) fn decode(inside: &str) -> Option<char> {
    match inside.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => numbered(hexadecimal, 16),
            None => numbered(number, 10),
        },
        None => named(inside),
    }
}

/// The character that stands between `&` and `next`, which is no semicolon, or the end of the text.
pub(super) fn decode_unfinished(inside: &str, next: Option<char>) -> Option<char> {
    let continues = |goes_on: fn(char) -> bool| next.is_some_and(|c| c == ';' || goes_on(c));
    let is_open = match inside.as_bytes() {
        [b'#', b'x' | b'X', ..] => continues(|c| c.is_ascii_hexdigit()),
        [b'#', ..] => continues(|c| c.is_ascii_digit()),
        _ => continues(|c| c.is_ascii_alphanumeric() || c == '='),
    };
    let is_legacy = |c| inside.starts_with('#') || LEGACY.contains(&inside) || ('\u{A0}'..='\u{FF}').contains(&c);
    if is_open { None } else { decode(inside).filter(|&c| is_legacy(c)) }
}

fn named(name: &str) -> Option<char> {
    let mut words = NAMED.split(' ');
    while let (Some(known), Some(code)) = (words.next(), words.next()) {
        if known == name {
            return u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        }
    }
    None
}

fn numbered(digits: &str, radix: u32) -> Option<char> {
    // A sign is none of HTML's digits, though Rust would take one.
    let code = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
    match code {
        0 => None,
        0x80..=0x9F => Some(WINDOWS[code as usize - 0x80]),
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_numbers_and_nothing_else() {
        let cases = [
            ("amp", Some('&')),
            ("#39", Some('\'')),
            ("#x2019", Some('\u{2019}')),
            ("#X2019", Some('\u{2019}')),
            ("#0000039", Some('\'')),
            ("#146", Some('\u{2019}')),
            ("#x1F600", Some('\u{1F600}')),
            ("nbsp", Some('\u{A0}')),
            ("Eacute", Some('É')),
            ("lbrack", Some('[')),
            ("Amp", None),
            ("ac", None),
            ("26", None),
            ("", None),
            ("#", None),
            ("#x", None),
            ("#+39", None),
            ("#-39", None),
            ("#0", None),
            ("#xD800", None),
            ("#x110000", None),
            ("#99999999999999", None),
        ];
        for (inside, expected) in cases {
            assert_eq!(decode(inside), expected, "&{inside};");
        }
    }
    #[test]
    fn reads_without_a_semicolon_what_the_standard_does() {
        let cases = [
            ("#39", Some('t'), Some('\'')),
            ("#39", None, Some('\'')),
            ("#3", Some('9'), None),
            ("#39", Some(';'), None),
            ("#x2019", Some('s'), Some('\u{2019}')),
            ("#x201", Some('9'), None),
            ("#x", Some(' '), None),
            ("#0", Some(' '), None),
            ("amp", Some(' '), Some('&')),
            ("amp", None, Some('&')),
            ("amp", Some('s'), None),
            ("amp", Some('='), None),
            ("eacute", Some('.'), Some('é')),
            ("rsquo", Some(' '), None),
            ("sol", Some(' '), None),
        ];
        for (inside, next, expected) in cases {
            assert_eq!(decode_unfinished(inside, next), expected, "&{inside}{next:?}");
        }
    }
}
