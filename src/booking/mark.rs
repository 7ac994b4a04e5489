//! The mark: what tells a database that is older than it was from one that is not.
//!
//! It lies in a file of its own beside the outbox. Before a right is used up in the database, the mark says so, with the next
//! number of a count that the database keeps as well. A database that comes back with a lower number is an older copy: whatever
//! the mark names since may have been booked by it, and is not booked again.

use crate::entry::{Grant, GrantId, SlotId};
use std::collections::VecDeque;
use std::fmt::Write;

/// How many uses a mark names one by one. A copy that is older than that makes every right it holds uncertain: a hall books
/// and gives back some tens a day, and 256 take 10 KB to write.
pub const NAMED: usize = 256;

/// The highest number that the database can have (SQLite's integers are signed), with room for the next.
const MOST_GENERATION: u64 = i64::MAX as u64 - 1;

/// The first line of the file; another number is another program's.
const TITLE: &str = "inloop rights 1";

/// The last line: without it the file is not whole.
const END: &str = "end";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Use {
    generation: u64,
    grant: Grant,
}

/// What has been used up, and how often something was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mark {
    generation: u64,
    /// Everything used up since the database had this number is named.
    names_since: u64,
    uses: VecDeque<Use>,
    /// The highest grant that was ever used up, also where it is no longer named.
    highest: Option<GrantId>,
}

impl Mark {
    /// A mark to go on from where the one before is lost: it names nothing, and no grant above `highest` was used up.
    pub fn anew(generation: u64, highest: Option<GrantId>) -> Mark {
        Mark { generation, names_since: generation, uses: VecDeque::new(), highest }
    }

    /// The number the database must have to be the newest.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The highest grant ever used up.
    pub fn highest(&self) -> Option<GrantId> {
        self.highest
    }

    /// The mark to write before `used` are used up.
    #[must_use = "a mark that is not on the disk before the change protects nothing"]
    pub fn next(&self, used: &[Grant]) -> Mark {
        let mut next = self.clone();
        next.generation += 1;
        next.uses.extend(used.iter().map(|grant| Use { generation: next.generation, grant: *grant }));
        next.highest = next.highest.max(used.iter().map(|used| used.grant).max());
        while next.uses.len() > NAMED {
            next.names_since = next.uses.pop_front().map_or(next.generation, |cut| cut.generation);
        }
        next
    }

    /// What was used up after the database had `generation`; none where the mark does not name all of it, or is itself older.
    pub fn used_since(&self, generation: u64) -> Option<Vec<Grant>> {
        let named = (self.names_since..=self.generation).contains(&generation);
        named.then(|| self.uses.iter().filter(|used| used.generation > generation).map(|used| used.grant).collect())
    }

    /// What stands in the file.
    pub fn to_text(&self) -> String {
        let highest = self.highest.map_or(0, GrantId::get);
        let mut text = format!("{TITLE}\ngeneration {} since {} highest {highest}\n", self.generation, self.names_since);
        for Use { generation, grant } in &self.uses {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{generation} {} {}", grant.grant.get(), grant.slot);
        }
        text.push_str(END);
        text.push('\n');
        text
    }

    /// From a file; none where it is not a whole mark.
    pub fn parse(text: &str) -> Option<Mark> {
        let mut lines = text.strip_suffix('\n')?.lines();
        if lines.next()? != TITLE {
            return None;
        }
        let mut words = lines.next()?.split(' ');
        let mut number = |name| (words.next()? == name).then(|| words.next()?.parse::<u64>().ok()).flatten();
        let (generation, names_since, highest) = (number("generation")?, number("since")?, number("highest")?);
        if generation > MOST_GENERATION {
            return None;
        }
        let highest = (highest > 0).then(|| GrantId::new(highest)).transpose().ok()?;
        let mut mark = Mark { generation, names_since, uses: VecDeque::new(), highest };
        loop {
            let line = lines.next()?;
            if line == END {
                return (lines.next().is_none() && mark.uses.len() <= NAMED).then_some(mark);
            }
            let mut words = line.split(' ');
            let generation = words.next()?.parse().ok()?;
            let grant = GrantId::new(words.next()?.parse().ok()?).ok()?;
            let slot: SlotId = words.next()?.parse().ok()?;
            if words.next().is_some() || generation > mark.generation {
                return None;
            }
            mark.uses.push_back(Use { generation, grant: Grant { grant, slot } });
        }
    }
}
