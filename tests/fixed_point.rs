//! Networks with int8 weights, whose texts are run in 16-bit fixed point: against the same networks in f32, and against
//! themselves however the work is cut.

use crate::support::models::{all_shapes, random, random_int8};
use unrolled::model::{Classifier, Directions, Model, Projections, Run};

/// Largest |Δ logit|: a few dozen roundings of 1/65534, each carried through weights below 1.
const LOGIT_TOLERANCE: f32 = 5e-4;

/// Ids without a pattern, some outside the vocabulary.
fn text(length: usize, seed: u32) -> Vec<u32> {
    (0..length as u32).map(|i| (i * i * 7 + i * seed + seed) % 15).collect()
}

fn one_way(mut check: impl FnMut(&Model, &str)) {
    for config in all_shapes(13, 4, 7).into_iter().chain(all_shapes(13, 4, 16)) {
        if config.directions == Directions::Unidirectional {
            check(&random_int8(&config, 11), &format!("{config:?}"));
        }
    }
}

#[test]
fn fixed_point_is_used_where_it_is_exact_and_stays_near_f32() {
    one_way(|model, shape| {
        assert!(model.is_fixed_point(), "{shape}");
        let float = model.clone().without_fixed_point();
        assert!(!float.is_fixed_point());
        let texts: Vec<Vec<u32>> = [0, 1, 2, 9, 60].map(|length| text(length, 3)).to_vec();
        for ((fixed, float), text) in model.scores(&texts).iter().zip(float.scores(&texts)).zip(&texts) {
            assert!((fixed.logit - float.logit).abs() <= LOGIT_TOLERANCE, "{shape}, {} tokens", text.len());
        }
    });
    for config in all_shapes(13, 4, 7) {
        assert!(!random(&config, 11).is_fixed_point(), "weights that int8 does not hold are left alone");
    }
}

#[test]
fn a_text_has_the_same_bits_in_any_company_and_cut_anywhere() {
    one_way(|model, shape| {
        let texts: Vec<Vec<u32>> = (0..70).map(|i| text(i * 5 % 33, i as u32)).collect();
        let together = model.scores(&texts);
        for (text, score) in texts.iter().zip(&together) {
            assert_eq!(model.scores(std::slice::from_ref(text)), [*score], "{shape}");
        }
        let (whole, mut projections) = (text(21, 5), Projections::default());
        let states = model.states_along(&whole).unwrap();
        assert_eq!(states.len(), 22);
        for (at, state) in states.iter().enumerate() {
            assert_eq!(model.state_after(&whole[..at]).as_ref(), Some(state), "{shape} after {at}");
            let rest = Run { start: Some(state), ids: &whole[at..] };
            let ends = model.run_on(&mut projections, &[rest, Run::from(&whole[..at])], &mut |_, _, _| {}).unwrap();
            assert_eq!(ends, [states[21].clone(), state.clone()], "{shape} from {at}");
        }
    });
}

#[test]
fn runs_from_one_state_share_their_first_product_and_change_no_bit() {
    one_way(|model, shape| {
        let (start, other) = (model.state_after(&text(6, 2)).unwrap(), model.state_after(&text(6, 2)).unwrap());
        let words: Vec<[u32; 1]> = (0..13).map(|id| [id]).collect();
        let from = |start| words.iter().map(|ids| Run { start: Some(start), ids }).collect::<Vec<_>>();
        let mut apart = from(&start);
        apart[4].start = Some(&other);
        let mut gates = vec![Vec::new(); words.len()];
        let scores = model.run_with_gates(&from(&start), &mut |run, _, states| gates[run] = states.gates.to_vec());
        assert_eq!(scores, model.scores_from(&apart), "{shape}");
        let hidden = model.config().hidden;
        assert!(gates.iter().all(|row| row.len() == 4 * hidden), "{shape}");
    });
}

#[test]
fn a_trace_goes_on_from_an_earlier_one_bit_for_bit() {
    for config in all_shapes(13, 4, 6) {
        let model = random(&config, 11);
        let whole = text(20, 4);
        for (earlier, text) in
            [(&whole[..], &whole[..12]), (&whole[..12], &whole), (&whole, &text(20, 9)), (&[], &whole), (&whole, &[])]
        {
            let (earlier, text): (&[u32], &[u32]) = (earlier, text);
            assert_eq!(model.trace_on(model.trace(earlier), text), model.trace(text), "{config:?}");
        }
    }
}
