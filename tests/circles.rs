//! No file of src imports another that, by whatever way, imports it.
//!
//! A file imports where a name that it takes is defined, not the `mod.rs` that hands the name on. A folder's `mod.rs` is
//! its face: it hands on what the files inside define, and they take from it what it says for all of them; so it counts as
//! no file here. Methods are not seen: whoever has a value of a type has imported the type.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::architecture::sources;

/// A path of a module or of a name in one: `["crate", "index", "format"]`.
type Names = Vec<String>;

/// The modules of the crate, its kernel among them, and what each hands on.
#[derive(Default)]
struct Modules {
    /// Each module's file.
    files: BTreeMap<Names, String>,
    /// What a module hands on: where a name of it really comes from.
    handed_on: BTreeMap<(Names, String), Names>,
}

impl Modules {
    /// The module in which a path's name is defined; None for another crate's.
    fn resolve(&self, path: &[String], depth: usize) -> Option<&Names> {
        let mut at: Names = path.first().filter(|root| *root == "crate").map(|root| vec![root.clone()])?;
        for (place, name) in path.iter().enumerate().skip(1) {
            let below = [&at[..], std::slice::from_ref(name)].concat();
            if self.files.contains_key(&below) {
                at = below;
                continue;
            }
            let Some(from) = self.handed_on.get(&(at.clone(), name.clone())).filter(|_| depth > 0) else { break };
            return self.resolve(&[&from[..], &path[place + 1..]].concat(), depth - 1);
        }
        self.files.get_key_value(&at).map(|(module, _)| module)
    }

    /// A path as it stands in a module, from the root of the crate on; None for one of another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Names> {
        let own = |rest: &[String]| Some([module, rest].concat());
        match path.first()?.as_str() {
            "crate" if module.get(1).is_some_and(|room| room == "kernel") => Some([&module[..2], &path[1..]].concat()),
            "crate" => Some(path.to_vec()),
            "self" => own(&path[1..]),
            "super" => self.absolute(&module[..module.len() - 1], &[&["self".to_owned()], &path[1..]].concat()),
            "unrolled_kernel" => Some([&["crate".to_owned(), "kernel".to_owned()], &path[1..]].concat()),
            _ => own(path).filter(|path| self.files.contains_key(&path[..=module.len()])),
        }
    }
}

/// The module that a file of src is.
fn module_of(path: &Path) -> Names {
    let without = path.with_extension("");
    let mut names: Names =
        std::iter::once("crate".into()).chain(without.iter().map(|name| name.to_string_lossy().into_owned())).collect();
    names.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
    names
}

/// A `use`: the path, the name it goes by afterwards, and whether it is handed on.
type Use = (Names, String, bool);

/// Everything a file takes by `use`, and every other path in it that begins with `crate` or `super`.
fn uses(code: &str) -> (Vec<Use>, Vec<Names>) {
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned() + " ").collect();
    let (mut taken, mut paths) = (Vec::new(), Vec::new());
    for statement in code.split(';') {
        let is_tree = |tree: &str| tree.chars().all(|c| c.is_alphanumeric() || " _:{},*".contains(c));
        let begins = |at: &usize| statement[..*at].chars().next_back().is_none_or(char::is_whitespace);
        let at = statement.rfind("use ").filter(begins).filter(|at| is_tree(&statement[at + 4..]));
        let (before, tree) = statement.split_at(at.unwrap_or(statement.len()));
        if let Some(tree) = tree.strip_prefix("use ") {
            let is_handed_on = before.trim_end().ends_with("pub") || before.trim_end().ends_with(')');
            expand(&mut Vec::new(), tree, is_handed_on, &mut taken);
        }
        let words = before.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c));
        let inner = words.filter(|word| word.starts_with("crate::") || word.starts_with("super::"));
        paths.extend(inner.map(|word| word.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()));
    }
    (taken, paths)
}

/// One tree of a `use`, with what stands before it.
fn expand(before: &mut Names, tree: &str, is_handed_on: bool, taken: &mut Vec<Use>) {
    let tree = tree.trim();
    if let Some((path, inside)) = tree.split_once('{') {
        let known = before.len();
        before.extend(path.split("::").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
        let inside = inside.strip_suffix('}').unwrap_or(inside);
        let (mut depth, mut from) = (0, 0);
        for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(before, &inside[from..at], is_handed_on, taken);
                    from = at + 1;
                }
                _ => {}
            }
        }
        before.truncate(known);
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name.trim())));
        let mut names = before.clone();
        names.extend(path.split("::").map(|name| name.trim().to_owned()).filter(|name| name != "self"));
        let name = name.map(str::to_owned).or(names.last().cloned()).unwrap_or_default();
        taken.push((names, name, is_handed_on));
    }
}

/// The files that each file imports; a face is none.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let sources: Vec<(Names, String, String)> =
        sources().into_iter().map(|s| (module_of(&s.path), s.path.display().to_string(), s.code)).collect();
    let mut modules = Modules::default();
    for (module, file, _) in &sources {
        modules.files.insert(module.clone(), file.clone());
    }
    for (module, _, code) in &sources {
        for (path, name, _) in uses(code).0.into_iter().filter(|(_, _, is_handed_on)| *is_handed_on) {
            if let Some(path) = modules.absolute(module, &path) {
                modules.handed_on.insert((module.clone(), name), path);
            }
        }
    }
    let is_face = |file: &str| ["mod.rs", "lib.rs", "main.rs"].iter().any(|face| file.ends_with(face));
    let mut imports = BTreeMap::new();
    for (module, file, code) in sources.iter().filter(|(_, file, _)| !is_face(file)) {
        let (taken, others) = uses(code);
        let paths = taken.into_iter().map(|(path, ..)| path).chain(others);
        let targets = paths.filter_map(|path| modules.resolve(&modules.absolute(module, &path)?, 8));
        let targets: BTreeSet<String> = targets.map(|module| modules.files[module].clone()).collect();
        let others = targets.into_iter().filter(|target| target != file && !is_face(target)).collect();
        imports.insert(file.clone(), others);
    }
    imports
}

/// Every file that can be come to from one.
fn reached<'a>(imports: &'a BTreeMap<String, BTreeSet<String>>, from: &'a str) -> BTreeSet<&'a str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        for next in imports.get(file).into_iter().flatten() {
            if found.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    found
}

fn in_circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let closes = |file: &&String| reached(imports, file).contains(file.as_str());
    let circle = |file: &String| {
        let within = imports[file].iter().filter(|next| reached(imports, next).contains(file.as_str()));
        format!("{file} imports {}", within.cloned().collect::<Vec<_>>().join(", "))
    };
    imports.keys().filter(closes).map(circle).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = imports();
    let arrows: usize = imports.values().map(BTreeSet::len).sum();
    assert!(arrows > imports.len(), "{arrows} imports of {} files: they are no longer read rightly", imports.len());
    let wrong = in_circles(&imports);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_are_found_where_names_are_defined() {
    let code = "use super::{a::{B, C as D}, e};\npub(crate) use f::G;\nfn h() { crate::i::j(super::K) } // crate::l";
    let (taken, others) = uses(code);
    let names = |path: &str| path.split("::").map(str::to_owned).collect::<Names>();
    let expected =
        [("super::a::B", "B", false), ("super::a::C", "D", false), ("super::e", "e", false), ("f::G", "G", true)];
    assert_eq!(taken, expected.map(|(path, name, on)| (names(path), name.to_owned(), on)));
    assert_eq!(others, [names("crate::i::j"), names("super::K")]);
    let imports = imports();
    let arrow = |from: &str, to: &str| imports[from].contains(to);
    // Through two faces, through a name in braces, and into the kernel.
    assert!(arrow("session/job.rs", "index/format/index.rs") || arrow("make/build.rs", "index/format/index.rs"));
    assert!(arrow("model/recurrent/rows.rs", "model/recurrent/cell.rs"));
    assert!(arrow("model/recurrent/cell.rs", "kernel/matmul.rs"));
    assert!(!arrow("model/recurrent/cell.rs", "model/recurrent/rows.rs"));
}

#[test]
fn a_circle_is_found_whatever_its_length() {
    let arrows = |pairs: &[(&str, &str)]| {
        let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for &(from, to) in pairs {
            imports.entry(to.to_owned()).or_default();
            imports.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
        in_circles(&imports)
    };
    assert!(arrows(&[("a", "b"), ("a", "c"), ("b", "c")]).is_empty());
    assert_eq!(arrows(&[("a", "b"), ("b", "c"), ("c", "b")]), ["b imports c", "c imports b"]);
    assert_eq!(arrows(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]).len(), 3);
}
