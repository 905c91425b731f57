//! Which pieces of a text are kept in each sample, one bit each.

/// Rows of bits \[samples, pieces\]; 1 means kept.
#[derive(Debug, Clone)]
pub struct Masks {
    pieces: usize,
    /// Bytes of a row.
    stride: usize,
    /// Piece p of a row is bit p % 8 of byte p / 8; bits beyond the last piece are 0.
    bytes: Vec<u8>,
    rows: usize,
}

impl Masks {
    /// No rows yet.
    pub fn new(pieces: usize) -> Self {
        Self { pieces, stride: pieces.div_ceil(8), bytes: Vec::new(), rows: 0 }
    }

    /// Adds a row that keeps exactly the pieces for which `kept` is true.
    pub fn push(&mut self, mut kept: impl FnMut(usize) -> bool) {
        let from = self.bytes.len();
        self.bytes.resize(from + self.stride, 0);
        for piece in (0..self.pieces).filter(|&piece| kept(piece)) {
            self.bytes[from + piece / 8] |= 1 << (piece % 8);
        }
        self.rows += 1;
    }

    /// Pieces of a row.
    pub fn pieces(&self) -> usize {
        self.pieces
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The bytes of a row.
    pub fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.stride..][..self.stride]
    }

    /// Is this piece kept in this row?
    pub fn keeps(&self, row: usize, piece: usize) -> bool {
        self.bytes[row * self.stride + piece / 8] >> (piece % 8) & 1 == 1
    }

    /// How many pieces a row keeps.
    pub fn kept(&self, row: usize) -> usize {
        self.row(row).iter().map(|byte| byte.count_ones() as usize).sum()
    }

    /// Adds some rows of others of the same pieces.
    pub fn append(&mut self, others: &Self, rows: std::ops::Range<usize>) {
        self.rows += rows.len();
        self.bytes.extend_from_slice(&others.bytes[rows.start * self.stride..rows.end * self.stride]);
    }

    /// The same rows with only some pieces, in the order given.
    pub fn of_pieces(&self, chosen: &[usize]) -> Self {
        let mut masks = Self::new(chosen.len());
        for row in 0..self.rows {
            masks.push(|index| self.keeps(row, chosen[index]));
        }
        masks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_pieces_keep_their_bits() {
        let mut masks = Masks::new(21);
        (0..50).for_each(|row| masks.push(|piece| (piece * 7 + row * 3) % 5 < 2));
        let chosen = [20, 3, 11];
        let few = masks.of_pieces(&chosen);
        for row in 0..50 {
            assert!((0..3).all(|index| few.keeps(row, index) == masks.keeps(row, chosen[index])));
        }
    }
}
