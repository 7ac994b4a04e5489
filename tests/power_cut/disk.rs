//! A disk whose power can be cut: what was synced is there, what was not may be there, in any part and in any order.

use crate::trace::Event;
use inloop::clock::{BenchLuck, Luck};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The part that a disk writes as a whole.
const SECTOR: usize = 512;

/// What became of everything that was not synced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// Nothing of it reached the disk.
    Dropped,
    /// All of it did.
    Kept,
    /// Only the very last write did.
    OnlyLast,
    /// All did, but of the last write only the first sectors.
    TornLast,
    /// Any sector may or may not have, and any name.
    Random,
}

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, data: Vec<u8> },
    Truncate(usize),
}

#[derive(Clone, Debug, Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone, Debug)]
enum NameChange {
    Link(PathBuf, usize),
    Unlink(PathBuf),
    /// From, to, and the file.
    Rename(PathBuf, PathBuf, usize),
}

/// Follows a trace.
#[derive(Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    /// Names as the running program sees them.
    names: BTreeMap<PathBuf, usize>,
    synced_names: BTreeMap<PathBuf, usize>,
    pending_names: Vec<NameChange>,
}

impl Disk {
    pub(crate) fn follow(&mut self, event: &Event) {
        match event {
            Event::Create(file) => {
                self.files.push(File::default());
                self.names.insert(file.clone(), self.files.len() - 1);
                self.pending_names.push(NameChange::Link(file.clone(), self.files.len() - 1));
            }
            Event::Write { file, at, data } => {
                self.change(file, Change::Write { at: *at, data: data.clone() });
            }
            Event::Truncate { file, length } => self.change(file, Change::Truncate(*length)),
            Event::Sync(file) => {
                let file = &mut self.files[self.names[file]];
                for change in std::mem::take(&mut file.pending) {
                    apply(&mut file.synced, &change);
                }
            }
            Event::SyncFolder => {
                for change in std::mem::take(&mut self.pending_names) {
                    rename(&mut self.synced_names, &change);
                }
            }
            Event::Unlink(file) => {
                self.names.remove(file);
                self.pending_names.push(NameChange::Unlink(file.clone()));
            }
            Event::Rename { from, to } => {
                let place = self.names.remove(from).unwrap();
                self.names.insert(to.clone(), place);
                self.pending_names.push(NameChange::Rename(from.clone(), to.clone(), place));
            }
            Event::Said(_) => {}
        }
    }

    fn change(&mut self, file: &Path, change: Change) {
        // A file that is unlinked while open goes nowhere.
        if let Some(place) = self.names.get(file) {
            self.files[*place].pending.push(change);
        }
    }

    /// True where something of the file with this ending waits to be synced.
    pub(crate) fn is_unsynced(&self, file: &Path) -> bool {
        self.names.get(file).is_some_and(|place| !self.files[*place].pending.is_empty())
    }

    /// What is found when the power comes back: names and contents.
    pub(crate) fn after(&self, cut: Cut, luck: &BenchLuck) -> BTreeMap<PathBuf, Vec<u8>> {
        let chance = || luck.below(2).unwrap() == 1;
        let mut names = self.synced_names.clone();
        for change in &self.pending_names {
            let happened = match cut {
                Cut::Dropped => false,
                Cut::Kept | Cut::TornLast => true,
                Cut::OnlyLast | Cut::Random => chance(),
            };
            if happened {
                rename(&mut names, change);
            }
        }
        names.into_iter().map(|(name, place)| (name, self.files[place].after(cut, luck))).collect()
    }
}

impl File {
    fn after(&self, cut: Cut, luck: &BenchLuck) -> Vec<u8> {
        let mut found = self.synced.clone();
        let Some((last, before)) = self.pending.split_last() else { return found };
        let all = |found: &mut Vec<u8>, changes: &[Change]| changes.iter().for_each(|change| apply(found, change));
        match cut {
            Cut::Dropped => {}
            Cut::Kept => all(&mut found, &self.pending),
            Cut::OnlyLast => apply(&mut found, last),
            Cut::TornLast => {
                all(&mut found, before);
                let sectors = luck.below(9).unwrap() as usize;
                pieces(last).into_iter().take(sectors).for_each(|piece| apply(&mut found, &piece));
            }
            Cut::Random => {
                for change in &self.pending {
                    pieces(change).iter().filter(|_| luck.below(2).unwrap() == 1).for_each(|piece| apply(&mut found, piece));
                }
            }
        }
        found
    }
}

/// The sectors of a write, cut where the disk's sectors end.
fn pieces(change: &Change) -> Vec<Change> {
    let Change::Write { at, data } = change else { return vec![change.clone()] };
    let mut pieces = Vec::new();
    let (mut at, mut rest) = (*at, data.as_slice());
    while !rest.is_empty() {
        let (piece, left) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
        pieces.push(Change::Write { at, data: piece.to_vec() });
        at += piece.len();
        rest = left;
    }
    pieces
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, data } => {
            if content.len() < at + data.len() {
                content.resize(at + data.len(), 0);
            }
            content[*at..at + data.len()].copy_from_slice(data);
        }
        Change::Truncate(length) => content.resize(*length, 0),
    }
}

fn rename(names: &mut BTreeMap<PathBuf, usize>, change: &NameChange) {
    match change {
        NameChange::Link(name, place) => drop(names.insert(name.clone(), *place)),
        NameChange::Unlink(name) => drop(names.remove(name)),
        NameChange::Rename(from, to, place) => {
            names.remove(from);
            names.insert(to.clone(), *place);
        }
    }
}
