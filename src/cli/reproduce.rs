//! `unrolled reproduce`: every table and figure of the paper, on a bundle's model.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::{bundle_dir, evaluate::judge, files, output};
use crate::{
    make, reproduce,
    session::Session,
    train::{corpus::Review, evaluate::measure},
};

/// Run every table and figure of the paper and write them, beside the paper's, to one HTML file
///
/// The same bundle gives the same file, but for the seconds. It shows the two reviews of Figures 1 and 2 whole only if
/// the bundle was built with --texts full.
#[derive(Debug, Args)]
pub struct Reproduce {
    /// A bundle with an index
    #[arg(long, value_name = "DIR")]
    bundle: PathBuf,
    /// Where the report goes
    #[arg(long, value_name = "FILE.html")]
    out: PathBuf,
    /// Also write the report without the texts of the two reviews, for publication
    #[arg(long, value_name = "FILE.html")]
    unquoted: Option<PathBuf>,
    /// The corpus of the bundle, which a bundle without whole texts needs
    #[arg(long, value_name = "FILE|FOLDER")]
    corpus: Option<PathBuf>,
    /// The test reviews, for the last column of Table 1: a CSV with the columns text,label or an aclImdb folder
    #[arg(long, value_name = "FILE.csv|FOLDER")]
    test: Option<PathBuf>,
    /// Print the figures as one JSON object
    #[arg(long)]
    json: bool,
}

impl Reproduce {
    pub fn run(self) -> Result<()> {
        self.keep_inputs()?;
        let session = self.open()?;
        let classes = &session.manifest.classes;
        let test = self.test.as_deref().map(|test| files::read_corpus(test, classes)).transpose()?;
        let accuracy = |reviews: Vec<Review>| measure(&judge(&session, &session.model, &reviews)).accuracy;
        let mut found = reproduce::measure(&session, test.map(accuracy), has_whole_texts(&session))?;
        files::write_atomically(&self.out, reproduce::report(&found).as_bytes())?;
        if let Some(path) = &self.unquoted {
            found.forget_texts();
            files::write_atomically(path, reproduce::report(&found).as_bytes())?;
        }
        if self.json {
            return output::json(&found);
        }
        for (name, verdict) in found.verdicts() {
            output::line(format_args!("{name:<9} {verdict:?}"))?;
        }
        output::line(self.out.display())
    }

    /// The report must not take the place of a file of the bundle, or of a corpus.
    fn keep_inputs(&self) -> Result<()> {
        let own = bundle_dir::files_of_bundle(&self.bundle);
        let own = own.iter().map(|path| ("--bundle", path.as_path()));
        let given = [("--corpus", self.corpus.as_deref()), ("--test", self.test.as_deref())];
        let given = given.into_iter().filter_map(|(argument, path)| Some((argument, path?)));
        files::keep_inputs(&own.chain(given).collect::<Vec<_>>(), std::slice::from_ref(&self.out))
    }

    fn open(&self) -> Result<Session> {
        let mut session = bundle_dir::open(&self.bundle)?;
        match &self.corpus {
            Some(corpus) => self.add_corpus(&mut session, corpus)?,
            None => bundle_dir::load_memory(&self.bundle, &mut session)?,
        }
        make::check_two_classes(session.model.config())?;
        ensure!(
            session.index.is_some(),
            "{}: expected a bundle with an index, found none; build one with `unrolled index`",
            self.bundle.display()
        );
        ensure!(
            self.corpus.is_some() || has_whole_texts(&session),
            "expected the texts of the reviews, found a bundle with {}; add --corpus with the corpus it was built from",
            session.manifest.texts.as_deref().unwrap_or("none")
        );
        Ok(session)
    }

    /// Takes the texts from the corpus instead of the bundle; they must be those of its index.
    fn add_corpus(&self, session: &mut Session, corpus: &Path) -> Result<()> {
        if session.manifest.files.contains_key(bundle_dir::INDEX) {
            session.add_index(&files::read(&self.bundle.join(bundle_dir::INDEX))?).context(bundle_dir::INDEX)?;
        }
        for review in make::split_reviews(&files::read_corpus(corpus, &session.manifest.classes)?) {
            session.reviews.add(review, &session.vocabulary);
        }
        let places = session.index.as_ref().map_or(Ok(()), |index| session.reviews.places(index).map(drop));
        places.with_context(|| corpus.display().to_string())
    }
}

fn has_whole_texts(session: &Session) -> bool {
    session.manifest.texts.as_deref() == Some("full")
}
