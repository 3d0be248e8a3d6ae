//! Strongly connected components.

/// Not a state that is looked at, or one whose component is known.
const OUT: u32 = u32::MAX;

/// The strongly connected components of the part of a graph that has only `states` (ascending, each below `count`), each in ascending order.
///
/// Tarjan, *Depth-first search and linear graph algorithms* (SIAM Journal on Computing, 1972), with a stack of its own instead of
/// recursion. Time and memory are linear in `count` and the steps of `states`.
pub(crate) fn components<'e>(states: &[u32], count: u32, to: impl Fn(u32) -> &'e [u32]) -> Vec<Vec<u32>> {
    // The number of each state in the order of the search: 0 before it is found, `OUT` where it does not count (any more).
    let mut found = vec![OUT; count as usize];
    for &state in states {
        found[state as usize] = 0;
    }
    let mut lowest = vec![0; count as usize];
    let (mut components, mut open, mut last) = (Vec::new(), Vec::new(), 0);
    // The way of the search: a state, and how many of its steps have been followed.
    let mut way: Vec<(u32, usize)> = Vec::new();
    for &root in states {
        if found[root as usize] != 0 {
            continue;
        }
        way.push((root, 0));
        while let Some((state, followed)) = way.pop() {
            let here = state as usize;
            if followed == 0 {
                last += 1;
                (found[here], lowest[here]) = (last, last);
                open.push(state);
            }
            match to(state).get(followed) {
                Some(&next) => {
                    way.push((state, followed + 1));
                    match found[next as usize] {
                        OUT => {}
                        0 => way.push((next, 0)),
                        number => lowest[here] = lowest[here].min(number),
                    }
                }
                None => {
                    if let Some(&(before, _)) = way.last() {
                        lowest[before as usize] = lowest[before as usize].min(lowest[here]);
                    }
                    if lowest[here] == found[here] {
                        let first = open.iter().rposition(|member| *member == state).unwrap_or(0);
                        let mut component = open.split_off(first);
                        for &member in &component {
                            found[member as usize] = OUT;
                        }
                        synod_order::sort(&mut component);
                        components.push(component);
                    }
                }
            }
        }
    }
    components
}
