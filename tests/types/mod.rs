//! www/src/generated: the shapes of all that the engine hands out, and what the methods declare about themselves, as
//! TypeScript; and www/words/en/errors.json, what its errors say.
//!
//! `UPDATE=1 cargo test --release --test suite types` writes it anew; without `UPDATE` it is compared.

mod errors;
mod layout;
mod tables;

use std::{any::TypeId, collections::BTreeMap, collections::HashSet, env, fs, path::Path};

use ts_rs::{Config, TS, TypeVisitor};
use unrolled::{
    explain::{
        Module, Progress,
        catalogue::{self, Visitor, entries},
        explained::Explained,
        inside::Inside,
        method::{Method, Need, Question},
        prediction::Prediction,
    },
    index::{IndexedReview, browse},
    make::presets::Preset,
    model::{self, Manifest},
    session::{OfClass, Review},
    text::Tokenizer,
};

use layout::{declaration, key};

const HEAD: &str = "/**\n * Made from the Rust types, which say what is meant: not to be edited.\n * `UPDATE=1 cargo test --release --test suite types` makes it anew.\n */\n\n";

/// Every type that was met, with those that it is made of.
struct Types {
    config: Config,
    met: HashSet<TypeId>,
    /// By name.
    declared: BTreeMap<String, String>,
    /// By method: the types of its settings and of its answer.
    settings: Vec<(&'static str, String)>,
    answers: Vec<(&'static str, String)>,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() || !self.met.insert(TypeId::of::<T>()) {
            return;
        }
        self.declare(T::ident(&self.config), T::docs(), &T::decl(&self.config));
        T::visit_dependencies(self);
    }
}

impl Visitor for Types {
    fn visit<M: Method>(&mut self, _module: Module) {
        let name = M::Answer::name(&self.config);
        if !name.contains('<') {
            // An answer of one method alone says whose it is.
            let declared = M::Answer::decl(&self.config).replace("method: string", &format!("method: \"{}\"", M::NAME));
            self.declare(M::Answer::ident(&self.config), M::Answer::docs(), &declared);
            self.met.insert(TypeId::of::<M::Answer>());
            M::Answer::visit_dependencies(self);
        } else {
            TypeVisitor::visit::<M::Answer>(self);
        }
        self.answers.push((M::NAME, name));
        self.settings.push((M::NAME, M::Config::inline(&self.config)));
        M::Config::visit_dependencies(self);
    }
}

impl Types {
    fn new() -> Self {
        let config = Config::new().with_large_int("number");
        let (met, declared) = (HashSet::new(), BTreeMap::new());
        let mut types = Self { config, met, declared, settings: Vec::new(), answers: Vec::new() };
        catalogue::visit(&mut types);
        types.visit_others();
        types
    }

    /// What is no method's answer.
    fn visit_others(&mut self) {
        TypeVisitor::visit::<Prediction>(self);
        TypeVisitor::visit::<Inside>(self);
        TypeVisitor::visit::<Progress>(self);
        TypeVisitor::visit::<Review>(self);
        TypeVisitor::visit::<IndexedReview>(self);
        TypeVisitor::visit::<browse::Filter>(self);
        TypeVisitor::visit::<Manifest>(self);
        TypeVisitor::visit::<model::Config>(self);
        TypeVisitor::visit::<Tokenizer>(self);
        TypeVisitor::visit::<Preset>(self);
        TypeVisitor::visit::<Explained>(self);
        TypeVisitor::visit::<OfClass>(self);
        TypeVisitor::visit::<Module>(self);
        TypeVisitor::visit::<Need>(self);
        TypeVisitor::visit::<Question>(self);
    }

    fn declare(&mut self, name: String, docs: Option<String>, declared: &str) {
        let written = declaration(docs.as_deref(), declared);
        if let Some(earlier) = self.declared.insert(name.clone(), written.clone()) {
            assert_eq!(earlier, written, "two types are called {name}: rename one of them for TypeScript");
        }
    }

    fn file(&self) -> String {
        let mut file = HEAD.to_owned();
        for written in self.declared.values() {
            file += written;
            file += "\n";
        }
        let answers: String = self.answers.iter().map(|(name, of)| format!("{}: {of}, ", key(name))).collect();
        let settings: String = self.settings.iter().map(|(name, of)| format!("{}: {of}, ", key(name))).collect();
        file += &declaration(Some("/** What each method answers. */"), &format!("type Answers = {{ {answers}}};"));
        file += "\n";
        file +=
            &declaration(Some("/** What can be set of each method. */"), &format!("type Settings = {{ {settings}}};"));
        file
    }
}

fn check(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www").join(name);
    if env::var_os("UPDATE").is_some() {
        return fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let differs = expected.lines().zip(found.lines()).find(|(expected, found)| expected != found);
    assert!(
        expected == found,
        "{} is stale: run UPDATE=1 cargo test --release --test suite types. First difference: {differs:?}",
        path.display()
    );
}

/// Every file of www that is made from Rust, written or compared.
pub fn check_all() {
    let entries = entries();
    check("src/generated/answers.ts", &Types::new().file());
    check("src/generated/methods.ts", &tables::methods(&entries));
    check("src/generated/defaults.ts", &tables::defaults(&entries));
    check("src/generated/choices.ts", &tables::choices(&entries));
    check("src/generated/covers.ts", &tables::covers());
    check("src/generated/text.ts", &tables::text());
    check("words/en/errors.json", &errors::catalogue());
}

#[test]
fn what_the_page_knows_of_the_engine_is_what_the_engine_says() {
    check_all();
}
