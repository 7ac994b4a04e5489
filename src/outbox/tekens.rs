//! Which teken is given next: the one that was given longest ago.
//!
//! The order is held in memory (at most 1200 of two bytes) and its use is written with the entry, so that giving a teken costs
//! one page in a commit that happens anyway.

use crate::entry::{Teken, TekenBlock};
use rusqlite::{Connection, params};
use std::collections::{HashSet, VecDeque};

pub(super) struct Tekens(VecDeque<Teken>);

impl Tekens {
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let mut rows = connection.prepare("SELECT place FROM teken ORDER BY last_used, place")?;
        let places = rows.query_map([], |row| row.get::<_, u16>(0))?.collect::<Result<Vec<u16>, _>>()?;
        Ok(Tekens(places.into_iter().filter_map(|place| Teken::from_index(place).ok()).collect()))
    }

    /// The one given longest ago that is not `taken`, or, where all are, the one given longest ago; it goes to the end of the row
    /// at once, so that no other visit gets it meanwhile.
    pub(super) fn draw(&mut self, taken: impl Fn(Teken) -> bool) -> Option<Teken> {
        let place = self.0.iter().position(|teken| !taken(*teken)).unwrap_or(0);
        let teken = self.0.remove(place)?;
        self.0.push_back(teken);
        Some(teken)
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Makes `blocks` the tekens this post may give, and keeps the last use of those it had.
pub(super) fn grant(connection: &Connection, blocks: &[TekenBlock]) -> rusqlite::Result<()> {
    let granted: HashSet<u16> = blocks.iter().flat_map(|block| block.tekens()).map(Teken::index).collect();
    let mut had = connection.prepare("SELECT place FROM teken")?;
    let had = had.query_map([], |row| row.get::<_, u16>(0))?.collect::<Result<HashSet<u16>, _>>()?;
    let mut remove = connection.prepare("DELETE FROM teken WHERE place = ?1")?;
    for place in had.difference(&granted) {
        remove.execute(params![place])?;
    }
    let mut add = connection.prepare("INSERT INTO teken (place, last_used) VALUES (?1, 0)")?;
    for place in granted.difference(&had) {
        add.execute(params![place])?;
    }
    Ok(())
}
