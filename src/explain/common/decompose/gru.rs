//! Contextual decomposition of one GRU step. Murdoch, Liu & Yu (2018) leave it open; this carries their rules over, so
//! that part and rest still add up to the state.
//!
//! With (r, q, b) the shares of part, rest and bias in the reset gate R, the update gate Z and the candidate N, and
//! m = U_n h + b_hn what the reset gate scales, whose part, rest and bias are m_r, m_q, m_b:
//! ```text
//! part of R ⊙ m = r_R ⊙ (m_r + m_b) + b_R ⊙ m_r       its rest = q_R ⊙ m + (r_R + b_R) ⊙ m_q       its bias = b_R ⊙ m_b
//! N = tanh of W_n x + b_in + R ⊙ m, shared out among these three
//! β = u_r ⊙ (r_N + b_N) + u_b ⊙ r_N         + (r_Z + b_Z) ⊙ β'                     [+ u_b ⊙ b_N]
//! γ = u_q ⊙ N + (u_r + u_b) ⊙ q_N           + Z ⊙ γ' + q_Z ⊙ β'                    [+ u_b ⊙ b_N]
//! ```
//! where u = 1 − Z: u_r = −r_Z, u_q = −q_Z, u_b = 1 − b_Z.

use super::network::{LIMIT, Whole};
use crate::kernel::double::{shares, sigmoid, tanh};

/// One step of one span: `part` \[4 · hidden\] holds the part of W_n x, of the pre-activations of R and Z, and of
/// U_n h; `hidden` and `rest_hidden` \[hidden\] are replaced; `scratch` has room for 8 · hidden.
pub fn step(
    part: &[f64],
    whole: Whole<'_>,
    bias_share: f64,
    hidden: &mut [f64],
    rest_hidden: &mut [f64],
    scratch: &mut [f64],
) {
    let n = hidden.len();
    let (gates, candidates) = scratch[..8 * n].split_at_mut(4 * n);
    for at in 0..2 * n {
        gates[at] = part[n + at] + whole.bias[n + at];
        gates[2 * n + at] = whole.sums[n + at] - part[n + at];
    }
    sigmoid(gates);
    let gate = |block: usize, j: usize| {
        let (at, from) = ((block + 1) * n + j, block * n + j);
        let (r, q) = shares(gates[from], gates[2 * n + from], whole.gates[at], whole.bias_gates[at]);
        (r, q, whole.bias_gates[at])
    };
    for j in 0..n {
        let scaled = 3 * n + j;
        let (r, q, b) = gate(0, j);
        let rest_of = |at: usize| whole.sums[at] - whole.bias[at] - part[at];
        let (m_part, m_bias) = (part[scaled], whole.bias[scaled]);
        let own = part[j] + r * (m_part + m_bias) + b * m_part;
        let rest = rest_of(j) + q * whole.sums[scaled] + (r + b) * rest_of(scaled);
        let bias = whole.bias[j] + b * m_bias;
        candidates[j] = own + bias;
        candidates[n + j] = rest + bias;
        candidates[2 * n + j] = own + rest + bias;
        candidates[3 * n + j] = bias;
    }
    tanh(candidates);
    for j in 0..n {
        let bn = candidates[3 * n + j];
        let (rn, qn) = shares(candidates[j], candidates[n + j], candidates[2 * n + j], bn);
        let (rz, qz, bz) = gate(1, j);
        let (ur, uq, ub) = (-rz, -qz, 1.0 - bz);
        let (before, rest_before) = (hidden[j], rest_hidden[j]);
        let own = ur * (rn + bn) + ub * rn + bias_share * ub * bn + (rz + bz) * before;
        let other = uq * (rn + qn + bn)
            + (ur + ub) * qn
            + (1.0 - bias_share) * ub * bn
            + (rz + qz + bz) * rest_before
            + qz * before;
        let held = own.clamp(-LIMIT, LIMIT);
        hidden[j] = held;
        rest_hidden[j] = if held == own { other } else { own + other - held };
    }
}
