//! What a worker writes down of somebody they book for on the phone: a name and a number, sealed as residents' own words are.
//!
//! The note holds the name of its booking, and opening compares the two: nobody can put one note under another booking.

use crate::entry::{EntryId, PhoneNumber, Words};
use crate::seal::{self, NotOpened, NotSealed, Recipients, TeamKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Notes are filled up with spaces to this many bytes, so that their length tells nothing: the longest name, number and words fit,
/// each character in the six bytes that JSON may take.
const PADDED: usize = 2048;

/// What was written down. Its parts do not print, and are wiped when it goes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    booking: EntryId,
    /// "Hoe mogen wij u noemen?"
    pub name: Option<Words<40>>,
    /// Where to reach them.
    pub number: Option<PhoneNumber>,
    /// Anything that has to be known to keep the appointment: never what it is about.
    pub words: Option<Words<120>>,
}

/// Why a note does not open.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// The seal.
    #[error(transparent)]
    Sealed(#[from] NotOpened),
    /// It opened, and is no note.
    #[error("what was sealed is no note")]
    NotANote,
    /// It opened, and belongs to another booking.
    #[error("the note belongs to another booking")]
    Another,
}

impl Note {
    /// A note on this booking.
    pub fn on(booking: EntryId, name: Option<Words<40>>, number: Option<PhoneNumber>, words: Option<Words<120>>) -> Self {
        Note { booking, name, number, words }
    }

    /// True where nothing was written down.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.number.is_none() && self.words.is_none()
    }

    /// Sealed to the team's key and the recovery key.
    ///
    /// # Errors
    /// [`NotSealed`].
    pub fn seal(&self, recipients: &Recipients) -> Result<Vec<u8>, NotSealed> {
        let mut plain = Zeroizing::new(Vec::with_capacity(PADDED));
        // Strings that are taken whole: writing them has no way to fail.
        serde_json::to_writer(&mut *plain, self).map_err(|error| NotSealed::Age(Box::new(error)))?;
        let length = plain.len().max(PADDED);
        plain.resize(length, b' ');
        seal::seal_note(&plain, recipients)
    }

    /// The note of this booking.
    ///
    /// # Errors
    /// [`NotRead`]; no variant holds a word of it.
    pub fn open(sealed: &[u8], booking: EntryId, key: &TeamKey) -> Result<Self, NotRead> {
        let plain = seal::open_note(sealed, PADDED, key)?;
        // The error of the parser could repeat what was written.
        let note: Note = serde_json::from_slice(&plain).map_err(|_| NotRead::NotANote)?;
        if note.booking == booking { Ok(note) } else { Err(NotRead::Another) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(byte: u8) -> Note {
        let id = EntryId::new(1_800_000_000_000, [byte; 10]);
        Note::on(id, Words::new("Jannie").ok(), PhoneNumber::parse("06 12345678").ok(), None)
    }

    #[test]
    fn a_note_opens_for_the_team_and_for_the_recovery_key_and_under_its_own_booking_alone() {
        let (team, recovery) = (TeamKey::generate(), TeamKey::generate());
        let recipients = Recipients::parse(&team.public(), &recovery.public()).unwrap();
        let sealed = note(1).seal(&recipients).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"Jannie" || part == b"061234"));
        for key in [&team, &recovery] {
            let opened = Note::open(&sealed, note(1).booking, key).unwrap();
            assert_eq!(opened.number.unwrap().reveal(), "0612345678");
        }
        assert!(matches!(Note::open(&sealed, note(2).booking, &team), Err(NotRead::Another)));
        assert!(matches!(Note::open(&sealed, note(1).booking, &TeamKey::generate()), Err(NotRead::Sealed(_))));
    }

    #[test]
    fn the_length_of_a_note_tells_nothing_and_the_longest_fits() {
        let team = TeamKey::generate();
        let recipients = Recipients::parse(&team.public(), &TeamKey::generate().public()).unwrap();
        let id = note(1).booking;
        let long = Note::on(id, Words::new(&"😀".repeat(40)).ok(), None, Words::new(&"\"".repeat(120)).ok());
        let plain = |note: &Note| seal::open_note(&note.seal(&recipients).unwrap(), PADDED, &team).unwrap().len();
        assert_eq!(plain(&long), plain(&note(1)));
    }

    #[test]
    fn a_note_does_not_print() {
        let shown = format!("{:?}", note(1));
        assert!(!shown.contains("Jannie") && !shown.contains("0612345678"), "{shown}");
    }
}
