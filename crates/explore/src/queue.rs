//! First in, first out, in pieces that are given back as soon as they are empty: no growing by doubling, so no peak of memory.

use std::collections::VecDeque;

/// A queue in pieces.
#[derive(Clone, Debug)]
pub(crate) struct Queue<T> {
    /// Behind the front piece; the last one is being filled.
    pieces: VecDeque<Vec<T>>,
    front: std::vec::IntoIter<T>,
    len: usize,
}

/// Entries of a piece.
const PIECE: usize = 1_024;

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { pieces: VecDeque::new(), front: Vec::new().into_iter(), len: 0 }
    }
}

impl<T> Queue<T> {
    #[inline]
    pub fn push(&mut self, value: T) {
        self.len += 1;
        match self.pieces.back_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(value),
            _ => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(value);
                self.pieces.push_back(piece);
            }
        }
    }

    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        if self.front.len() == 0 {
            self.front = self.pieces.pop_front()?.into_iter();
        }
        self.len -= 1;
        self.front.next()
    }

    /// What [`Queue::pop`] gives next.
    pub fn peek(&self) -> Option<&T> {
        self.front.as_slice().first().or_else(|| self.pieces.front()?.first())
    }

    pub fn len(&self) -> usize {
        self.len
    }
}
