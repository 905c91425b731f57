//! Exact activation similarity on the built bundle, natively and on one thread: the first pass, then questions that
//! are answered from what it kept. `cargo bench --bench similarity -- [QUESTIONS] [much|little]`; nothing is gated on it.

use std::{
    error::Error,
    fs,
    io::Read,
    time::{Duration, Instant},
};

use flate2::read::GzDecoder;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use unrolled::{
    explain::activation_similarity::{ActivationSimilarity, Config, Similarity},
    index::{Keep, StateStore, query::Metric},
    session::Session,
};

const BUNDLE: &str = "pkg/site/bundle";
/// Questions by each metric that a whole pass answers, too, to compare.
const WHOLE: usize = 2;

fn open() -> Result<Session, Box<dyn Error>> {
    let read = |name: &str| fs::read(format!("{BUNDLE}/{name}"));
    let text = |name: &str| fs::read_to_string(format!("{BUNDLE}/{name}"));
    let mut session = Session::open(&text("manifest.json")?, &read("weights.safetensors")?, &text("vocab.txt")?)?;
    session.add_index(&read("index.safetensors")?)?;
    let names: Vec<String> =
        session.manifest.files.keys().filter(|name| name.starts_with("reviews-")).cloned().collect();
    for name in names {
        let mut shard = String::new();
        GzDecoder::new(&read(&name)?[..]).read_to_string(&mut shard)?;
        session.add_reviews(&shard)?;
    }
    Ok(session)
}

struct Question {
    ids: Vec<u32>,
    span: (usize, usize),
}

/// Random positions of random validation reviews.
fn questions(session: &Session, many: usize) -> Vec<Question> {
    let slots: Vec<usize> =
        session.reviews.slots().filter(|&slot| !session.reviews.at(slot).split.is_train()).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut question = || {
        let ids = session.reviews.at(slots[rng.random_range(0..slots.len())]).ids.to_vec();
        let end = rng.random_range(1..=ids.len());
        Question { ids, span: (end - 1, end) }
    };
    (0..many).map(|_| question()).collect()
}

/// The answer, how long it took, and how long until every kept position had been compared.
fn ask(
    session: &Session,
    states: &mut StateStore,
    question: &Question,
    metric: Metric,
    keep: Keep,
) -> Result<(Similarity, Duration, Duration), Box<dyn Error>> {
    let begun = Instant::now();
    let config = Config { span: Some(question.span), exact: true, metric, keep, ..Config::default() };
    let mut job = ActivationSimilarity::start(config, &session.model, session.memory(), &question.ids)?;
    let mut scanned = None;
    loop {
        let progress = job.advance(&session.model, session.memory(), states, &mut || false)?;
        if progress.done >= progress.total && scanned.is_none() {
            scanned = Some(begun.elapsed());
        }
        if progress.finished {
            let answer = job.snapshot(session.memory(), &session.vocabulary);
            return Ok((answer, begun.elapsed(), scanned.unwrap_or_default()));
        }
    }
}

fn spread(name: &str, mut numbers: Vec<f64>) {
    numbers.sort_by(f64::total_cmp);
    let at = |share: f64| numbers[((numbers.len() - 1) as f64 * share) as usize];
    println!("| {name} | {:.1} | {:.1} | {:.1} | {:.1} |", at(0.5), at(0.0), at(0.9), at(1.0));
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let many = arguments.next().map_or(Ok(24), |many| many.parse())?;
    let keep = if arguments.next().as_deref() == Some("little") { Keep::Little } else { Keep::Much };
    let session = open()?;
    let asked = questions(&session, many);
    let mut states = StateStore::default();
    let Some(question) = asked.first() else { return Ok(()) };
    for keep in [Keep::Nothing, keep] {
        let (answer, took, _) = ask(&session, &mut states, question, Metric::L2, keep)?;
        println!(
            "pass over {} positions, keeping {keep:?}: {took:.2?}, {} MB",
            answer.positions,
            states.bytes() / 1_000_000
        );
    }
    for (question, metric) in asked.iter().skip(1).zip([Metric::L2, Metric::Cosine].repeat(WHOLE)) {
        let (remembered, ..) = ask(&session, &mut states, question, metric, keep)?;
        let (whole, ..) = ask(&session, &mut states, question, metric, Keep::Nothing)?;
        assert_eq!(remembered.items, whole.items, "an answer from memory is that of a whole pass");
    }
    println!("\n| from memory | median | least | 90 % | most |\n|---|---:|---:|---:|---:|");
    for metric in [Metric::L2, Metric::Cosine] {
        let answers = asked.iter().map(|question| ask(&session, &mut states, question, metric, keep));
        let answers = answers.collect::<Result<Vec<_>, _>>()?;
        spread(&format!("{metric:?}: reviews read again"), answers.iter().map(|(a, ..)| a.reread as f64).collect());
        spread(&format!("{metric:?}: scan, ms"), answers.iter().map(|(.., scan)| scan.as_secs_f64() * 1e3).collect());
        spread(
            &format!("{metric:?}: answer, ms"),
            answers.iter().map(|(_, took, _)| took.as_secs_f64() * 1e3).collect(),
        );
    }
    Ok(())
}
