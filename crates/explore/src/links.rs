//! By which step each state was found: two bytes or three a state.
//!
//! States are numbered as they are found. Breadth first, the state from which one was found is mostly that of the one before or the next, so
//! only the difference is written, and which of that state's steps it was; both as numbers of varying length, seven bits a byte.

/// How many links are read one after the other to find one.
const BLOCK: u32 = 1_024;

/// The links of all states.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    blocks: Vec<Block>,
    len: u32,
    last: u32,
    bytes: u64,
}

#[derive(Clone, Debug)]
struct Block {
    /// What the first difference counts from.
    before: u32,
    bytes: Vec<u8>,
}

/// Where a state comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Link {
    /// It is one of the starts: which one.
    Start(u32),
    /// It was found from the state of this number by this step of it.
    Step(u32, u32),
}

impl Links {
    /// The link of the next state.
    pub fn push(&mut self, link: Link) {
        if self.len.is_multiple_of(BLOCK) {
            if let Some(full) = self.blocks.last_mut() {
                full.bytes.shrink_to_fit();
            }
            self.blocks.push(Block { before: self.last, bytes: Vec::with_capacity(BLOCK as usize * 5 / 2) });
        }
        let Some(block) = self.blocks.last_mut() else { return };
        let before = block.bytes.len();
        match link {
            // A first number of 0 says a start; any other is one more than a difference.
            Link::Start(nth) => {
                write(&mut block.bytes, 0);
                write(&mut block.bytes, u64::from(nth));
            }
            Link::Step(from, nth) => {
                let difference = from.wrapping_sub(self.last).cast_signed();
                write(&mut block.bytes, 1 + u64::from(((difference << 1) ^ (difference >> 31)).cast_unsigned()));
                write(&mut block.bytes, u64::from(nth));
                self.last = from;
            }
        }
        self.bytes += (block.bytes.len() - before) as u64;
        self.len += 1;
    }

    /// The link of a state that has one.
    pub fn get(&self, state: u32) -> Option<Link> {
        let block = self.blocks.get((state / BLOCK) as usize).filter(|_| state < self.len)?;
        let (mut at, mut from) = (0, block.before);
        for nth in 0..=state % BLOCK {
            let difference = read(&block.bytes, &mut at)?;
            let step = read(&block.bytes, &mut at)? as u32;
            let link = match difference.checked_sub(1) {
                None => Link::Start(step),
                Some(folded) => {
                    let folded = folded as u32;
                    from = from.wrapping_add_signed((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed());
                    Link::Step(from, step)
                }
            };
            if nth == state % BLOCK {
                return Some(link);
            }
        }
        None
    }

    /// The bytes they take.
    pub fn bytes(&self) -> u64 {
        self.bytes + (self.blocks.capacity() * size_of::<Block>()) as u64 + u64::from(BLOCK)
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(steps in proptest::collection::vec((any::<u32>(), 0_u32..100_000, any::<bool>()), 0..3_000)) {
            let links: Vec<Link> = steps
                .into_iter()
                .map(|(from, nth, start)| if start { Link::Start(nth) } else { Link::Step(from, nth) })
                .collect();
            let mut written = Links::default();
            for link in &links {
                written.push(*link);
            }
            for (state, link) in links.iter().enumerate() {
                prop_assert_eq!(written.get(state as u32), Some(*link));
            }
            prop_assert_eq!(written.get(links.len() as u32), None);
        }
    }

    #[test]
    fn found_breadth_first_a_link_takes_two_bytes() {
        let mut links = Links::default();
        (0..100_000).for_each(|state| links.push(Link::Step(state / 3, state % 100)));
        assert!(links.bytes() < 210_000, "{}", links.bytes());
    }
}
