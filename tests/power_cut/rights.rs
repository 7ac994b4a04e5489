//! What was said of rights to book, and what must be found of them when the power comes back.

use crate::trace::Event;
use inloop::booking::post::State;
use inloop::entry::{EntryId, GrantId};
use inloop::outbox::Outbox;
use std::collections::{HashMap, HashSet};

/// What somebody believes.
#[derive(Default)]
pub(crate) struct Told {
    /// How many rights were taken up.
    holds: u64,
    booked: HashMap<GrantId, EntryId>,
    returned: HashSet<GrantId>,
}

impl Told {
    pub(crate) fn follow(&mut self, event: &Event) {
        let Event::Said(line) = event else { return };
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["kept", _] => {}
            ["holds", many] => self.holds = many.parse().unwrap(),
            ["booked", grant, id] => drop(self.booked.insert(read(grant), id.parse().unwrap())),
            ["returned", grant] => drop(self.returned.insert(read(grant))),
            _ => panic!("{line}"),
        }
    }

    /// Every right is used once with its entry, or not at all; only the one that was being used may be in doubt. `waiting` are
    /// the entries in the outbox.
    pub(crate) fn holds_in(&self, outbox: &mut Outbox, waiting: &HashSet<EntryId>, moment: &str) {
        let known: HashMap<GrantId, State> = outbox.rights().known().map(|(grant, right)| (grant, right.state)).collect();
        if known.is_empty() {
            assert_eq!(self.holds, 0, "{moment}: what was taken up is gone");
            return;
        }
        assert!(known.len() as u64 >= self.holds && outbox.rights().doubt().is_none(), "{moment}: {known:?}");
        let mut used: Vec<EntryId> = Vec::new();
        let (mut unsure, mut unsaid) = (0, 0);
        for (grant, state) in &known {
            match (state, self.booked.get(grant)) {
                (State::Booked(Some(entry)), said) => {
                    assert!(said.is_none_or(|said| said == entry), "{moment}: {grant:?} is used by another entry");
                    assert!(waiting.contains(entry), "{moment}: {grant:?} is used, and its entry is not there");
                    unsaid += usize::from(said.is_none());
                    used.push(*entry);
                }
                (state, Some(entry)) => panic!("{moment}: {entry} was said to have {grant:?}, which is {state:?}"),
                (State::Held, None) => assert!(!self.returned.contains(grant), "{moment}: {grant:?} was given back"),
                (State::Returning, None) => unsaid += usize::from(!self.returned.contains(grant)),
                (State::Unsure, None) => {
                    assert!(!self.returned.contains(grant), "{moment}: {grant:?} was said to be given back");
                    unsure += 1;
                }
                (State::Booked(None), None) => panic!("{moment}: {grant:?} was used by nothing"),
            }
        }
        assert!(unsure + unsaid <= 1, "{moment}: {unsure} in doubt and {unsaid} used that nobody was told of");
        let entries: HashSet<EntryId> = used.iter().copied().collect();
        assert_eq!((used.len(), &entries), (waiting.len(), waiting), "{moment}: a booking without its right, or two by one");
        let held: HashSet<GrantId> = outbox.held().into_iter().map(|right| right.grant).collect();
        assert!(held.iter().all(|grant| known[grant] == State::Held), "{moment}: what is not held can be booked");
    }
}

fn read(grant: &str) -> GrantId {
    GrantId::new(grant.parse().unwrap()).unwrap()
}
