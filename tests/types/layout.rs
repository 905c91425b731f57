//! How TypeScript is laid out: as a hand would write it, one field to a line.

/// A declaration with its comment: an interface where there is nothing but fields.
pub fn declaration(docs: Option<&str>, declared: &str) -> String {
    let docs = docs.map_or(String::new(), |docs| comment(docs, ""));
    let declared = records(&arrays(declared));
    // An interface, but for what is more than its fields.
    let declared = if is_one_object(&declared) {
        declared.replacen("type ", "interface ", 1).replacen(" = {", " {", 1).trim_end_matches(';').to_owned()
    } else {
        declared
    };
    format!("{docs}export {}\n", fields(&declared))
}

/// A name as it stands in an object.
pub fn key(name: &str) -> String {
    if name.contains('-') { format!("\"{name}\"") } else { name.to_owned() }
}

/// Whether a declaration is of one pair of braces and what they hold.
fn is_one_object(declared: &str) -> bool {
    let parts = declared.split("*/").map(|part| part.split_once("/**").map_or(part, |(code, _)| code));
    let code: String = parts.collect();
    let Some(body) = code.split_once(" = {").and_then(|(_, rest)| rest.strip_suffix("};")) else { return false };
    let mut depth = 0;
    body.chars().all(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth >= 0
    })
}

/// `T[]` for `Array<T>`.
fn arrays(text: &str) -> String {
    rewritten(text, "Array<", '<', '>', &|element| {
        if element.contains(" | ") { format!("({element})[]") } else { format!("{element}[]") }
    })
}

/// `Record<string, T>` for `{ [key in string]: T }`.
fn records(text: &str) -> String {
    rewritten(text, "{ [key in string]: ", '{', '}', &|value| format!("Record<string, {}>", value.trim_end()))
}

/// What stands between `begin` and the bracket that ends it, by another notation.
fn rewritten(text: &str, begin: &str, open: char, close: char, write: &dyn Fn(&str) -> String) -> String {
    let Some((before, rest)) = text.split_once(begin) else { return text.to_owned() };
    let mut depth = 1;
    let end = rest.find(|c: char| {
        depth += i32::from(c == open) - i32::from(c == close);
        depth == 0
    });
    let end = end.expect("ts-rs closes what it opens");
    let again = |text: &str| rewritten(text, begin, open, close, write);
    format!("{before}{}{}", write(&again(&rest[..end])), again(&rest[end + 1..]))
}

/// Every field on its own line, comments in front of them.
fn fields(text: &str) -> String {
    let (mut out, mut indent, mut rest) = (String::new(), String::new(), text);
    let mut brackets = Vec::new();
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("/**") {
            let end = rest.find("*/").expect("ts-rs closes its comments") + 2;
            out += comment(&rest[..end], &indent).trim_start();
            out += &indent;
            rest = rest[end..].trim_start();
            continue;
        }
        rest = &rest[next.len_utf8()..];
        match next {
            '{' | '[' | '(' | '<' => brackets.push(next),
            '}' | ']' | ')' | '>' => drop(brackets.pop()),
            _ => {}
        }
        match next {
            '{' => {
                indent += "  ";
                out += &format!("{{\n{indent}");
                rest = rest.trim_start();
            }
            '}' => {
                indent.truncate(indent.len() - 2);
                out.truncate(out.trim_end().len());
                out += &format!("\n{indent}}}");
            }
            ',' if brackets.last() == Some(&'{') => {
                out += &format!(";\n{indent}");
                rest = rest.trim_start();
            }
            '\n' => {}
            _ => out.push(next),
        }
    }
    out
}

/// The words of a comment on one line if they fit, without Rust's marks for links.
fn comment(docs: &str, indent: &str) -> String {
    const WIDTH: usize = 120;
    let lines = docs.trim().trim_start_matches("/**").trim_end_matches("*/").lines();
    let text = lines
        .map(|line| line.trim().trim_start_matches('*').trim())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let text = text.replace("[`", "`").replace("`]", "`").replace('\\', "");
    if indent.len() + text.chars().count() + 7 <= WIDTH {
        return format!("{indent}/** {text} */\n");
    }
    let mut lines = vec![format!("{indent} *")];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("it begins with one");
        if last.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(format!("{indent} * {word}"));
        } else {
            *last += &format!(" {word}");
        }
    }
    format!("{indent}/**\n{}\n{indent} */\n", lines.join("\n"))
}
