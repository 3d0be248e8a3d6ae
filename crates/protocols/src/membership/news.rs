//! What spreads on the back of other messages (SWIM, § 4.1: infection-style dissemination).

use super::Update;
use super::roster::Standing;
use synod_kernel::Pid;
use synod_order::Map;

/// So many statements ride on one message at most.
const NEWS_MAX: usize = 6;

/// Statements, and how often each was sent.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct News(Map<Pid, (Standing, u32)>);

impl News {
    /// Something new: it takes the place of what was spread about the member before.
    pub fn add(&mut self, update: Update) {
        self.0.insert(update.member, (update.standing, 0));
    }

    /// What rides on the next message, those first that were sent least often; each is sent `most` times (§ 4.1: λ log n).
    pub fn take(&mut self, most: u32) -> Vec<Update> {
        let mut by_use: Vec<(u32, Pid)> = self.0.iter().map(|(pid, (_, sent))| (*sent, *pid)).collect();
        synod_order::sort(&mut by_use);
        let mut taken = Vec::new();
        for (_, member) in by_use.into_iter().take(NEWS_MAX) {
            let Some((standing, sent)) = self.0.get_mut(&member) else { continue };
            taken.push(Update { member, standing: *standing });
            *sent += 1;
            if *sent >= most {
                self.0.remove(&member);
            }
        }
        taken
    }

    /// About how many members it still spreads something.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_statement_is_sent_so_many_times_the_least_sent_first() {
        let mut news = News::default();
        let about = |i| Update { member: Pid(i), standing: Standing::alive(0) };
        (0..7).for_each(|i| news.add(about(i)));
        assert_eq!(news.take(2), (0..6).map(about).collect::<Vec<_>>());
        assert_eq!(news.take(2), [6, 0, 1, 2, 3, 4].map(about));
        assert_eq!(news.take(2), [5, 6].map(about));
        assert_eq!(news.take(2), []);
    }
}
