//! Who is shown large when: a pure function of what the desk told and of the time.
//!
//! Time is any span since a fixed moment, by a clock that never jumps.

use std::time::Duration;

/// Who is newly called is shown large for at least so long, before the next: time to look up, read, and look for one's ticket.
pub const LARGE_FOR: Duration = Duration::from_secs(8);

/// What was called longer ago is not shown any more: whoever did not come is called again.
pub const GOES_AFTER: Duration = Duration::from_secs(5 * 60);

/// What is first heard of later than this after it was called is shown and not announced: the display was away meanwhile, and a
/// voice that calls what others answered minutes ago is believed by nobody.
pub const ANNOUNCED_WITHIN: Duration = Duration::from_secs(60);

/// So many stand beside the large one.
pub const MOST_SMALL: usize = 4;

/// Somebody who is called, as the desk tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<C> {
    /// Who, to where, and when: the same person called again is another call.
    pub call: C,
    /// How long ago that was when it was told.
    pub age: Duration,
}

/// What is to be seen at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look<C> {
    /// The one that is large; nobody is called where there is none.
    pub large: Option<Large<C>>,
    /// The others, the latest first.
    pub small: Vec<C>,
    /// When it is to be looked at again, if nothing is told before; none: never.
    pub until: Option<Duration>,
}

/// The large one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Large<C> {
    /// Who.
    pub call: C,
    /// It has just become large, and is still announced.
    pub fresh: bool,
}

/// Whoever is called now.
#[derive(Clone, Debug)]
pub struct Queue<C> {
    /// The latest first, as the desk tells them.
    calls: Vec<Entry<C>>,
}

#[derive(Clone, Debug)]
struct Entry<C> {
    call: C,
    /// When it becomes large.
    begins: Duration,
    announced: bool,
    /// When it was called too long ago.
    goes: Duration,
}

impl<C> Default for Queue<C> {
    fn default() -> Self {
        Self { calls: Vec::new() }
    }
}

impl<C: Clone + PartialEq> Queue<C> {
    /// The desk tells who is called now, the latest first. Who is not named any more goes at once; who is new becomes large after
    /// those that became so before, the first called first.
    pub fn hear(&mut self, told: Vec<Told<C>>, now: Duration) {
        let mut before = std::mem::take(&mut self.calls);
        before.retain(|entry| told.iter().any(|one| one.call == entry.call));
        let begun = |entry: &&Entry<C>| entry.announced && entry.begins <= now;
        let mut free = before.iter().filter(begun).map(|entry| entry.begins + LARGE_FOR).max().unwrap_or(now).max(now);
        for Told { call, age } in told.into_iter().rev() {
            let known = before.iter().position(|entry| entry.call == call).map(|place| before.swap_remove(place));
            let entry = match known {
                Some(entry) if entry.begins <= now => entry,
                Some(entry) => Entry { begins: free, ..entry },
                None => {
                    let announced = age <= ANNOUNCED_WITHIN;
                    // What is not announced takes nobody's place.
                    let begins = if announced { free } else { Duration::ZERO };
                    Entry { call, begins, announced, goes: (now + GOES_AFTER).saturating_sub(age) }
                }
            };
            if entry.announced && entry.begins >= free {
                free = entry.begins + LARGE_FOR;
            }
            self.calls.insert(0, entry);
        }
    }

    /// The desk is not heard: what it told may be over.
    pub fn forget(&mut self) {
        self.calls.clear();
    }

    /// What is to be seen at `now`.
    #[must_use]
    pub fn at(&self, now: Duration) -> Look<C> {
        let here: Vec<&Entry<C>> = self.calls.iter().filter(|entry| now < entry.goes).collect();
        // Of those that became large at once it is the latest called, which stands first.
        let large = here.iter().rev().filter(|entry| entry.begins <= now).max_by_key(|entry| entry.begins).copied();
        let others = here.iter().filter(|entry| !large.is_some_and(|large| std::ptr::eq(**entry, large)));
        let turns = here.iter().flat_map(|entry| [entry.begins, entry.begins + LARGE_FOR, entry.goes]);
        Look {
            large: large
                .map(|entry| Large { call: entry.call.clone(), fresh: entry.announced && now < entry.begins + LARGE_FOR }),
            small: others.map(|entry| entry.call.clone()).take(MOST_SMALL).collect(),
            until: turns.filter(|turn| *turn > now).min(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn at(seconds: u64) -> Duration {
        // Not from nothing: a clock of a machine that has run for a while.
        Duration::from_secs(100_000 + seconds)
    }

    fn told(calls: &[&'static str]) -> Vec<Told<&'static str>> {
        calls.iter().map(|call| Told { call: *call, age: Duration::ZERO }).collect()
    }

    fn large(queue: &Queue<&'static str>, seconds: u64) -> Option<(&'static str, bool)> {
        queue.at(at(seconds)).large.map(|large| (large.call, large.fresh))
    }

    #[test]
    fn several_who_are_called_at_once_are_large_one_after_another_for_eight_seconds_each() {
        let mut queue = Queue::default();
        queue.hear(told(&["c", "b", "a"]), at(0));
        let seen: Vec<_> = (0..30).map(|second| large(&queue, second).unwrap().0).collect();
        assert_eq!(seen[..8], ["a"; 8]);
        assert_eq!(seen[8..16], ["b"; 8]);
        assert_eq!(seen[16..], ["c"; 14], "the last stays large until another comes");
        assert_eq!((large(&queue, 23), large(&queue, 24)), (Some(("c", true)), Some(("c", false))));
        assert_eq!(queue.at(at(0)).small, ["c", "b"], "who still has to become large is there at once");
        assert_eq!(queue.at(at(20)).small, ["b", "a"]);
    }

    #[test]
    fn who_comes_while_another_is_large_waits_until_that_one_had_its_eight_seconds() {
        let mut queue = Queue::default();
        queue.hear(told(&["a"]), at(0));
        queue.hear(told(&["b", "a"]), at(3));
        queue.hear(told(&["c", "b", "a"]), at(5));
        assert_eq!((large(&queue, 7).unwrap().0, large(&queue, 8).unwrap().0), ("a", "b"));
        assert_eq!((large(&queue, 15).unwrap().0, large(&queue, 16).unwrap().0), ("b", "c"));
        queue.hear(told(&["d", "c", "b", "a"]), at(60));
        assert_eq!(large(&queue, 60), Some(("d", true)), "nobody is waited for that has been large long enough");
    }

    #[test]
    fn who_is_not_called_any_more_goes_at_once_and_holds_up_nobody() {
        let mut queue = Queue::default();
        queue.hear(told(&["c", "b", "a"]), at(0));
        queue.hear(told(&["c", "a"]), at(1));
        assert_eq!(large(&queue, 8).unwrap().0, "c");
        queue.hear(told(&["c"]), at(2));
        assert_eq!(large(&queue, 2), Some(("c", true)), "the large one went: the next is large now");
        queue.hear(told(&[]), at(3));
        assert_eq!(queue.at(at(3)), Look { large: None, small: vec![], until: None });
    }

    #[test]
    fn whatever_was_called_too_long_ago_goes_by_itself() {
        let mut queue = Queue::default();
        let old = || vec![Told { call: "old", age: 4 * MINUTE }];
        queue.hear(old(), at(0));
        queue.hear([told(&["a"]), old()].concat(), at(0));
        assert_eq!(queue.at(at(59)).small, ["old"]);
        assert!(queue.at(at(60)).small.is_empty(), "whatever the desk goes on telling");
        assert_eq!(large(&queue, 299).unwrap().0, "a");
        assert_eq!(large(&queue, 300), None);
    }

    #[test]
    fn what_the_display_hears_of_late_is_shown_and_not_announced() {
        let mut queue = Queue::default();
        let ago = |call, seconds| Told { call, age: Duration::from_secs(seconds) };
        queue.hear(vec![ago("b", 61), ago("a", 90)], at(0));
        assert_eq!((large(&queue, 0), queue.at(at(0)).small), (Some(("b", false)), vec!["a"]));
        queue.hear(vec![ago("c", 60), ago("b", 62), ago("a", 91)], at(1));
        assert_eq!(large(&queue, 1), Some(("c", true)), "who was not announced is not waited for");
        queue.hear(vec![ago("z", 70), ago("c", 61), ago("b", 63)], at(2));
        assert_eq!(large(&queue, 2), Some(("c", true)), "and takes nobody's place");
        queue.forget();
        assert_eq!(large(&queue, 2), None);
    }

    #[test]
    fn it_says_when_it_is_to_be_looked_at_again() {
        let mut queue = Queue::default();
        queue.hear(told(&["b", "a"]), at(0));
        let mut turns = Vec::new();
        let mut now = at(0);
        while let Some(next) = queue.at(now).until {
            assert!(next > now && queue.at(next - Duration::from_millis(1)) != queue.at(next) || next == at(8) + LARGE_FOR);
            turns.push((next - at(0)).as_secs());
            now = next;
        }
        assert_eq!(turns, [8, 16, 300]);
    }

    #[test]
    fn beside_the_large_one_stand_the_last_four() {
        let mut queue = Queue::default();
        queue.hear(told(&["f", "e", "d", "c", "b", "a"]), at(0));
        assert_eq!(queue.at(at(100)).small, ["e", "d", "c", "b"]);
    }
}
