//! What other programs call a network's tensors, and which of them they leave out.

use std::collections::BTreeSet;

use anyhow::{Result, bail, ensure};

use crate::{
    bundle::Tensors,
    model::{CellKind, Config, Weights},
};

/// Parts of names by which PyTorch's wrappers lengthen them: those of `torch.compile`, and of `DataParallel` and its kin.
const WRAPPERS: [&str; 2] = ["_orig_mod", "module"];

/// Gives the tensors the names that a bundle has: by what --map says, then without wrappers, then without the one prefix
/// under which a whole network stands.
pub fn settle(tensors: &mut Tensors, maps: &[(String, String)]) -> Result<()> {
    for (from, to) in maps {
        rename(tensors, from, to)?;
    }
    if !is_network(tensors, "") {
        unwrap_all(tensors);
    }
    if !is_network(tensors, "") {
        strip_prefix(tensors)?;
    }
    Ok(())
}

/// Whether a network's parts stand under a prefix.
fn is_network(tensors: &Tensors, prefix: &str) -> bool {
    let has = |name: &str| tensors.contains(&format!("{prefix}{name}"));
    let has_cell = |cell: CellKind| has(&format!("{}.weight_hh_l0", cell.name()));
    has("embedding.weight") && has("out.weight") && [CellKind::Lstm, CellKind::Gru].into_iter().any(has_cell)
}

/// Takes the wrappers out of all names, unless two would become one.
fn unwrap_all(tensors: &mut Tensors) {
    let bare = |name: &str| name.split('.').filter(|part| !WRAPPERS.contains(part)).collect::<Vec<_>>().join(".");
    let names: Vec<String> = tensors.names().map(str::to_owned).collect();
    let distinct: BTreeSet<String> = names.iter().map(|name| bare(name)).filter(|name| !name.is_empty()).collect();
    if distinct.len() == names.len() {
        for name in names {
            tensors.rename(&name, &bare(&name));
        }
    }
}

/// Takes the one prefix away under which there is a whole network.
fn strip_prefix(tensors: &mut Tensors) -> Result<()> {
    let before = |name: &str| name.strip_suffix("embedding.weight").filter(|p| p.ends_with('.')).map(str::to_owned);
    let prefixes: Vec<String> = tensors.names().filter_map(before).filter(|p| is_network(tensors, p)).collect();
    match prefixes.as_slice() {
        [] => Ok(()),
        [prefix] => move_all(tensors, prefix, ""),
        [one, ..] => {
            bail!("expected one network, found one under each of {}; choose with --map {one}=", prefixes.join(", "))
        }
    }
}

/// Renames as --map says: one tensor, or all whose names begin with FROM and a point, which TO and a point then take the
/// place of; an empty TO leaves the rest. What all names begin with may be left out.
fn rename(tensors: &mut Tensors, from: &str, to: &str) -> Result<()> {
    let shared = shared_prefix(tensors);
    let longer = [from, to].map(|name| format!("{shared}{name}"));
    for (from, to) in [(from, to), (&longer[0], &longer[1])] {
        if tensors.contains(from) {
            return move_one(tensors, from, to);
        }
        let folder = |name: &str| match name.trim_end_matches('.') {
            "" => String::new(),
            name => format!("{name}."),
        };
        let (from, to) = (folder(from), folder(to));
        if tensors.names().any(|name| name.starts_with(&from)) {
            return move_all(tensors, &from, &to);
        }
    }
    let present = tensors.names().collect::<Vec<_>>().join(", ");
    bail!("expected a tensor {from} to rename by --map, found only {present}")
}

fn move_all(tensors: &mut Tensors, from: &str, to: &str) -> Result<()> {
    let tails: Vec<String> = tensors.names().filter_map(|name| name.strip_prefix(from)).map(str::to_owned).collect();
    tails.iter().try_for_each(|tail| move_one(tensors, &format!("{from}{tail}"), &format!("{to}{tail}")))
}

/// No tensor takes another's place, which would be lost without a word.
fn move_one(tensors: &mut Tensors, from: &str, to: &str) -> Result<()> {
    ensure!(!to.is_empty(), "expected a name for the tensor {from}, found --map {from}=; write --map {from}=NAME");
    ensure!(
        from == to || tensors.rename(from, to),
        "expected no tensor {to} yet, since {from} is to be called so, found both; give the other a name first: --map {to}=unused"
    );
    Ok(())
}

/// What all names begin with, up to a point.
fn shared_prefix(tensors: &Tensors) -> String {
    let mut names = tensors.names();
    let first = names.next().unwrap_or_default();
    let shared = |prefix: &str, name: &str| prefix.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let length = names.fold(first.len(), |length, name| length.min(shared(first, name)));
    let end = first.get(..length).and_then(|prefix| prefix.rfind('.')).map_or(0, |point| point + 1);
    first[..end].to_owned()
}

/// A network made with `bias=False` has no biases: they are zeros. Says which were filled in.
///
/// Only where nothing else in the file could be the bias under another name, which forgetting would change the scores.
pub fn fill_biases(tensors: &mut Tensors, config: &Config) -> Vec<&'static str> {
    let (recurrent, output) = Weights::biases(config);
    let own: BTreeSet<String> = recurrent.iter().chain([&output]).map(|(name, _)| name.clone()).collect();
    let mut filled = Vec::new();
    for (what, missing) in [("recurrent", recurrent), ("output", vec![output])] {
        let could_be = |name: &str| {
            let fits = missing.iter().any(|(_, length)| tensors.shape(name) == Some(&[*length]));
            fits && name.contains("bias") && !own.contains(name)
        };
        if missing.iter().any(|(name, _)| tensors.contains(name)) || tensors.names().any(could_be) {
            continue;
        }
        missing.into_iter().for_each(|(name, length)| tensors.put_f32(&name, &[length], vec![0.0; length]));
        filled.push(what);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [&str; 3] = ["embedding.weight", "lstm.weight_hh_l0", "out.weight"];

    fn named(names: &[String]) -> Tensors {
        let mut tensors = Tensors::default();
        names.iter().for_each(|name| tensors.put_f32(name, &[1], vec![0.0]));
        tensors
    }

    fn under(prefix: &str) -> Vec<String> {
        PARTS.iter().map(|part| format!("{prefix}{part}")).collect()
    }

    fn settled(names: &[String], maps: &[(&str, &str)]) -> Result<Vec<String>> {
        let mut tensors = named(names);
        let maps: Vec<_> = maps.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect();
        settle(&mut tensors, &maps)?;
        Ok(tensors.names().map(str::to_owned).collect())
    }

    #[test]
    fn a_prefix_is_found_by_itself_and_taken_away_by_an_empty_name() {
        for prefix in ["", "_orig_mod.", "module.", "_orig_mod.module.", "model.", "net.0.encoder.", "model._orig_mod."]
        {
            assert_eq!(settled(&under(prefix), &[]).unwrap(), PARTS, "{prefix}");
            if let Some(bare) = prefix.strip_suffix('.') {
                assert_eq!(settled(&under(prefix), &[(bare, "")]).unwrap(), PARTS, "{prefix}");
                assert_eq!(settled(&under(prefix), &[(prefix, "")]).unwrap(), PARTS, "{prefix}");
            }
        }
        let inside = ["embedding._orig_mod.weight", "lstm.module.weight_hh_l0", "out.weight"].map(str::to_owned);
        assert_eq!(settled(&inside, &[]).unwrap(), PARTS);
    }

    #[test]
    fn others_beside_the_network_do_not_hide_it() {
        let names = [under("model."), vec!["optimizer.step".to_owned()]].concat();
        assert_eq!(
            settled(&names, &[]).unwrap(),
            ["embedding.weight", "lstm.weight_hh_l0", "optimizer.step", "out.weight"]
        );
        let averaged = [under(""), under("module.")].concat();
        assert_eq!(settled(&averaged, &[]).unwrap().len(), 6, "the network itself stands there, the other stays aside");
        let refused = settled(&[under("a."), under("b.")].concat(), &[]).unwrap_err().to_string();
        assert!(refused.contains("one under each of a., b.; choose with --map a.="), "{refused}");
        assert_eq!(settled(&[under("a."), under("b.")].concat(), &[("a", "")]).unwrap().len(), 6);
    }

    #[test]
    fn a_map_reaches_under_the_shared_prefix_and_never_takes_a_tensors_place() {
        let names =
            ["module.encoder.rnn.weight_hh_l0", "module.embedding.weight", "module.fc.weight"].map(str::to_owned);
        let maps = [("encoder.rnn", "lstm"), ("fc", "out")];
        assert_eq!(settled(&names, &maps).unwrap(), PARTS);
        let maps = [("module.encoder.rnn", "module.lstm"), ("module.fc.weight", "module.out.weight")];
        assert_eq!(settled(&names, &maps).unwrap(), PARTS);
        let both = [under(""), vec!["fc.weight".to_owned()]].concat();
        let refused = settled(&both, &[("fc", "out")]).unwrap_err().to_string();
        assert!(refused.contains("expected no tensor out.weight yet"), "{refused}");
        assert!(settled(&both, &[("fc.weight", "")]).unwrap_err().to_string().contains("--map fc.weight=NAME"));
        assert!(settled(&both, &[("nowhere", "out")]).unwrap_err().to_string().contains("to rename by --map"));
    }
}
