//! HTML and SVG, piece by piece. Whatever is put in as text is escaped on its way; only this file writes a `<`.

use std::fmt::Display;

/// A piece of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Html(String);

/// An element under construction.
#[derive(Debug, Clone)]
pub struct Element {
    name: &'static str,
    attributes: String,
    inside: String,
}

/// Elements that hold nothing and are not closed.
const VOID: [&str; 3] = ["br", "meta", "col"];

/// Begins an element.
pub fn element(name: &'static str) -> Element {
    Element { name, attributes: String::new(), inside: String::new() }
}

impl Element {
    /// Adds an attribute.
    pub fn set(mut self, attribute: &str, value: impl Display) -> Self {
        self.attributes += &format!(" {attribute}=\"{}\"", escape(&value.to_string()));
        self
    }

    /// Sets the class.
    pub fn class(self, names: impl Display) -> Self {
        self.set("class", names)
    }

    /// Adds what it holds: text, or another element.
    pub fn with(mut self, content: impl Into<Html>) -> Self {
        self.inside += &content.into().0;
        self
    }

    /// Adds one piece after the other.
    pub fn all(self, contents: impl IntoIterator<Item = impl Into<Html>>) -> Self {
        contents.into_iter().fold(self, Self::with)
    }
}

impl Html {
    /// A whole document of a title, a style sheet and a body.
    pub fn document(title: &str, style: &str, body: Element) -> String {
        let head = element("head")
            .with(element("meta").set("charset", "utf-8"))
            .with(element("meta").set("name", "viewport").set("content", "width=device-width, initial-scale=1"))
            .with(element("meta").set("name", "color-scheme").set("content", "light dark"))
            .with(element("title").with(title));
        // A style sheet is no text: it must stand as it is, and comes from this folder.
        let head = Self(Self::from(head).0.replace("</head>", &format!("<style>\n{style}</style></head>")));
        let page = element("html").set("lang", "en").with(head).with(body);
        format!("<!doctype html>\n{}\n", Self::from(page).0)
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        let Element { name, attributes, inside } = element;
        if VOID.contains(&name) {
            return Self(format!("<{name}{attributes}>"));
        }
        Self(format!("<{name}{attributes}>{inside}</{name}>"))
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        Self(escape(text))
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self(escape(&text))
    }
}

impl From<Vec<Html>> for Html {
    fn from(pieces: Vec<Html>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }
}

/// A word in bold.
pub fn bold(text: impl Into<Html>) -> Element {
    element("b").with(text)
}

/// `a, b and c`; none without any.
pub fn listed(words: impl Iterator<Item = Element>) -> Html {
    let words: Vec<Element> = words.collect();
    let last = words.len().saturating_sub(1);
    let between = |at: usize| {
        if at == 0 {
            ""
        } else if at == last {
            " and "
        } else {
            ", "
        }
    };
    let pieces = words.into_iter().enumerate().flat_map(|(at, word)| [Html::from(between(at)), word.into()]);
    let pieces: Vec<Html> = pieces.collect();
    if pieces.is_empty() { "none".into() } else { pieces.into() }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // HTML cannot hold these; a reader sees that something stood there.
            '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Pieces of prose: `prose!["In ", bold("12"), " reviews"]`.
macro_rules! prose {
    ($($piece:expr),* $(,)?) => {
        $crate::reproduce::draw::html::joined([$($piece.into()),*])
    };
}
pub(in crate::reproduce) use prose;

/// One piece after the other; what [`prose`] calls.
pub fn joined<const N: usize>(pieces: [Html; N]) -> Html {
    Vec::from(pieces).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_markup_is_not() {
        let row = element("td").set("title", "\"<&").with("<script>&amp;\0").with(element("br")).with(bold("8/10"));
        let expected = "<td title=\"&quot;&lt;&amp;\">&lt;script&gt;&amp;amp;\u{fffd}<br><b>8/10</b></td>";
        assert_eq!(Html::from(row), Html(expected.into()));
        assert_eq!(prose!["a < ", bold("b")], Html("a &lt; <b>b</b>".into()));
    }
}
