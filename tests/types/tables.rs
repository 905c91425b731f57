//! What the methods declare, as tables: each a constant of its own, so that a page holds only those that it uses.

use std::fmt::Write;

use std::collections::BTreeMap;

use serde::Serialize;
use unrolled::{
    explain::{Module, catalogue::Entry},
    index::Sides,
    make::presets::{LIME_SAMPLER, LIME_SAMPLES, MINIMUM_COUNT},
    text::Tokenizer,
};

use super::{HEAD, layout::key};

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap().replace(',', ", ")
}

/// A constant with an entry for each method that has something to say.
fn by_method(
    out: &mut String,
    docs: &str,
    name: &str,
    of: &str,
    value: impl Fn(&Entry) -> Option<String>,
    entries: &[Entry],
) {
    write!(out, "\n/** {docs} */\nexport const {name}: {of} = {{\n").unwrap();
    for entry in entries {
        if let Some(value) = value(entry) {
            writeln!(out, "  {}: {value},", key(entry.name)).unwrap();
        }
    }
    out.push_str("};\n");
}

/// A constant with the names of those methods.
fn names(out: &mut String, docs: &str, name: &str, is: impl Fn(&Entry) -> bool, entries: &[Entry]) {
    write!(out, "\n/** {docs} */\nexport const {name}: readonly Method[] = [\n").unwrap();
    for entry in entries.iter().filter(|entry| is(entry)) {
        writeln!(out, "  \"{}\",", entry.name).unwrap();
    }
    out.push_str("];\n");
}

/// Who there is, where each lives, what each needs.
pub fn methods(entries: &[Entry]) -> String {
    let mut out = HEAD.to_owned();
    out +=
        "import type { Answers, Module, Need, Question } from \"./answers\";\n\nexport type Method = keyof Answers;\n";
    names(&mut out, "All of them, in the order of the catalogue.", "METHODS", |_| true, entries);
    let some = |needs: &[_]| (!needs.is_empty()).then(|| json(&needs));
    let needs = "Partial<Record<Method, readonly Need[]>>";
    by_method(
        &mut out,
        "The module of the engine that each lives in, but for those of the main module.",
        "MODULES",
        "Partial<Record<Method, Module>>",
        |entry| (entry.module != Module::Main).then(|| json(&entry.module)),
        entries,
    );
    by_method(
        &mut out,
        "The question that each answers.",
        "QUESTIONS",
        "Record<Method, Question>",
        |entry| Some(json(&entry.about.question)),
        entries,
    );
    by_method(
        &mut out,
        "Without these a method refuses as long as nothing is set.",
        "NEEDS",
        needs,
        |entry| some(&entry.needs),
        entries,
    );
    by_method(&mut out, "With these it says more.", "USES", needs, |entry| some(entry.about.uses), entries);
    names(&mut out, "Those whose work several engines can share.", "SHARED", |entry| entry.about.shares, entries);
    names(
        &mut out,
        "Those that draw random numbers, from the setting `seed`.",
        "SEEDED",
        |entry| entry.has_setting("seed"),
        entries,
    );
    out
}

/// Which bits that are kept of a pattern search serve another.
pub fn covers() -> String {
    let mut out = HEAD.to_owned() + "import type { Sides } from \"./answers\";\n\n";
    out += "/** Bits that pattern search keeps of the one serve a search on any of the others. */\n";
    out += "export const COVERS: Record<Sides, readonly Sides[]> = {\n";
    let all = [Sides::On, Sides::Negative, Sides::Both];
    for kept in all {
        let served: Vec<Sides> = all.into_iter().filter(|&other| kept.covers(other)).collect();
        writeln!(out, "  {}: {},", json(&kept).trim_matches('"'), json(&served)).unwrap();
    }
    out + "};\n"
}

/// What the tokenizer makes of typographic characters.
pub fn text() -> String {
    let mut folded: BTreeMap<String, String> = BTreeMap::new();
    let is_folded = |c: &char| !c.is_alphanumeric() || *c == '\u{2BC}';
    for c in ('!'..'\u{3000}').filter(is_folded) {
        let found = Tokenizer::Unrolled.tokenize(&c.to_string());
        let [token] = found.tokens.as_slice() else { continue };
        if token.text.is_ascii() && token.text != c.to_string() {
            write!(folded.entry(token.text.clone()).or_default(), "\\u{:04x}", u32::from(c)).unwrap();
        }
    }
    let mut out = HEAD.to_owned();
    out += "/** What the tokenizer puts in the place of which characters. */\n";
    out += "export const FOLDED: readonly (readonly [string, RegExp])[] = [\n";
    for (to, from) in folded {
        writeln!(out, "  [{}, /[{from}]/g],", json(&to)).unwrap();
    }
    out + "];\n"
}

fn constant(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

/// Settings as they are if nothing is set, each by itself: a page has few of them.
pub fn defaults(entries: &[Entry]) -> String {
    let mut out = HEAD.to_owned() + "import type { Settings } from \"./answers\";\n\n";
    out += "/** Words that stand less often in training are left out of corpus search, as in the presets. */\n";
    writeln!(out, "export const MINIMUM_COUNT = {MINIMUM_COUNT};").unwrap();
    out += "/** How often LIME draws in the page, and how, as in the presets. */\n";
    writeln!(out, "export const PAGE_LIME_SAMPLES: Settings[\"lime\"][\"samples\"] = {LIME_SAMPLES};").unwrap();
    let sampler = json(&LIME_SAMPLER);
    writeln!(out, "export const PAGE_LIME_SAMPLER: Settings[\"lime\"][\"sampler\"] = {sampler};").unwrap();
    for entry in entries {
        out.push('\n');
        for setting in entry.settings {
            let (method, name) = (entry.name, setting.name);
            let value = json(&(entry.defaults)()[name]);
            let constant = constant(&format!("{method}_{name}"));
            writeln!(out, "export const {constant}: Settings[\"{method}\"][\"{name}\"] = {value};").unwrap();
        }
    }
    out
}

/// The words that a setting may be, where it is one of some words.
pub fn choices(entries: &[Entry]) -> String {
    let mut out = HEAD.trim_end().to_owned() + "\n";
    for entry in entries {
        let all = entry.settings.iter().filter_map(|setting| Some((setting.name, (entry.choices)(setting.name)?)));
        let lines: String = all.map(|(name, words)| format!("  {name}: {},\n", json(&words))).collect();
        if !lines.is_empty() {
            write!(out, "\nexport const {} = {{\n{lines}}} as const;\n", constant(entry.name)).unwrap();
        }
    }
    out
}
