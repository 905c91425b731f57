//! Numbers as a reader sees them, in the way of the page.

/// Joins a number and its unit; narrow, and no line breaks there.
const THIN: char = '\u{202f}';
const MINUS: char = '−';

/// A probability: `98 %`, with a decimal near the ends, and never a false 0 or 100.
pub fn percent(probability: impl Into<f64>) -> String {
    let share: f64 = probability.into();
    let near_an_end = !(0.0195..=0.9895).contains(&share);
    match share {
        share if share > 0.9995 => format!("over 99.9{THIN}%"),
        share if share < 0.0005 => format!("under 0.1{THIN}%"),
        share if near_an_end => format!("{:.1}{THIN}%", 100.0 * share),
        share => format!("{:.0}{THIN}%", 100.0 * share),
    }
}

/// A share that is compared with others: `84.98 %`.
pub fn exact_percent(share: f64) -> String {
    format!("{:.2}{THIN}%", 100.0 * share)
}

/// A number with its sign: `+1.51`, `−0.05`.
pub fn signed(value: impl Into<f64>, digits: usize) -> String {
    let value: f64 = value.into();
    let size = format!("{:.digits$}", value.abs());
    match (size.trim_matches(['0', '.']).is_empty(), value < 0.0) {
        (true, _) => "0".into(),
        (false, true) => format!("{MINUS}{size}"),
        (false, false) => format!("+{size}"),
    }
}

/// A count: `17,500`.
pub fn count(value: impl TryInto<u64>) -> String {
    let digits = value.try_into().map_or_else(|_| "?".to_owned(), |value: u64| value.to_string());
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A time: `0.81 s`; nothing where no clock ran.
pub fn seconds(value: Option<f64>) -> String {
    value.map_or_else(|| "not timed".into(), |value| format!("{value:.2}{THIN}s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_claim_more_than_they_are() {
        let percents = [0.0001, 0.004, 0.08, 0.98, 0.9913, 0.99999].map(percent).map(|text| text.replace(THIN, " "));
        assert_eq!(percents, ["under 0.1 %", "0.4 %", "8 %", "98 %", "99.1 %", "over 99.9 %"]);
        assert_eq!([-0.0512, 0.0004, 1.5].map(|value| signed(value, 3)), ["−0.051", "0", "+1.500"]);
        assert_eq!([7u64, 999, 1000, 4_783_114].map(count), ["7", "999", "1,000", "4,783,114"]);
    }
}
