//! Contextual decomposition of one LSTM step (Murdoch, Liu & Yu 2018, in the form of their code).
//!
//! β is the part, γ the rest; with (r, q, b) the shares of part, rest and bias in a gate (see
//! [`shares`](crate::kernel::double::shares)):
//! ```text
//! β_c = r_i ⊙ (r_g + b_g) + b_i ⊙ r_g                    + (r_f + b_f) ⊙ β_c'                    [+ b_i ⊙ b_g]
//! γ_c = q_i ⊙ (r_g + q_g + b_g) + (r_i + b_i) ⊙ q_g      + (r_f + q_f + b_f) ⊙ γ_c' + q_f ⊙ β_c' [+ b_i ⊙ b_g]
//! β_h = o ⊙ ½ [tanh β_c + tanh(β_c + γ_c) − tanh γ_c]    γ_h = o ⊙ ½ [tanh γ_c + tanh(β_c + γ_c) − tanh β_c]
//! ```
//! The output gate is not decomposed, as in their code. b_i ⊙ b_g, which depends on no word, goes to the part where
//! `bias_share` is 1.

use super::network::{LIMIT, Whole};
use crate::{
    kernel::double::{shares, sigmoid, tanh},
    model::lstm,
};

/// One direction's parts of one span, \[hidden\] each.
pub struct Parts<'a> {
    /// β_h.
    pub hidden: &'a mut [f64],
    /// γ_h.
    pub rest_hidden: &'a mut [f64],
    /// β_c.
    pub cell: &'a mut [f64],
    /// γ_c.
    pub rest_cell: &'a mut [f64],
}

/// One step of one span: `part` \[4 · hidden\] holds the part's pre-activations of i, f, g (o is not needed), `scratch`
/// has room for 6 · hidden.
pub fn step(part: &[f64], whole: Whole<'_>, bias_share: f64, parts: Parts<'_>, scratch: &mut [f64]) {
    let n = parts.hidden.len();
    let (with_part, with_rest) = scratch[..6 * n].split_at_mut(3 * n);
    for at in 0..3 * n {
        with_part[at] = part[at] + whole.bias[at];
        with_rest[at] = whole.sums[at] - part[at];
    }
    for gates in [&mut *with_part, &mut *with_rest] {
        let (input_forget, candidate) = gates.split_at_mut(2 * n);
        sigmoid(input_forget);
        tanh(candidate);
    }
    for j in 0..n {
        let gate = |block: usize| {
            let at = block * n + j;
            let (r, q) = shares(with_part[at], with_rest[at], whole.gates[at], whole.bias_gates[at]);
            (r, q, whole.bias_gates[at])
        };
        let ((ri, qi, bi), (rf, qf, bf), (rg, qg, bg)) = (gate(lstm::INPUT), gate(lstm::FORGET), gate(lstm::CANDIDATE));
        let (before, rest_before) = (parts.cell[j], parts.rest_cell[j]);
        let own = ri * (rg + bg) + bi * rg + bias_share * bi * bg + (rf + bf) * before;
        let other = qi * (rg + qg + bg)
            + (ri + bi) * qg
            + (1.0 - bias_share) * bi * bg
            + (rf + qf + bf) * rest_before
            + qf * before;
        // A part that has grown beyond all measure would take the sum's digits with it.
        let held = own.clamp(-LIMIT, LIMIT);
        parts.cell[j] = held;
        parts.rest_cell[j] = if held == own { other } else { own + other - held };
    }
    let (own, rest) = scratch[..3 * n].split_at_mut(n);
    let (other, both) = rest.split_at_mut(n);
    own.copy_from_slice(parts.cell);
    other.copy_from_slice(parts.rest_cell);
    both.iter_mut().zip(own.iter().zip(&*other)).for_each(|(both, (a, b))| *both = a + b);
    tanh(&mut scratch[..3 * n]);
    let output = &whole.gates[lstm::OUTPUT * n..][..n];
    for j in 0..n {
        let (a, b, both) = (scratch[j], scratch[n + j], scratch[2 * n + j]);
        parts.hidden[j] = output[j] * 0.5 * (a + both - b);
        parts.rest_hidden[j] = output[j] * 0.5 * (b + both - a);
    }
}
