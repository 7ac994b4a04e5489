//! Locks an entry for the team. The only user of `age`.
//!
//! Every entry is sealed to two recipients: the team's key, which lives at the desk, and the recovery key, which lives on paper.
//! age has no associated data, so the clear header stands inside the seal once more, and opening compares the two: nobody can
//! put one resident's words under another's name.

use crate::entry::pieces::{self, Place};
use crate::entry::{Entry, Envelope, Header, Recording, Untold, v1};
use std::io::Write;

/// The two keys every entry is sealed to.
#[derive(Clone)]
pub struct Recipients {
    team: age::x25519::Recipient,
    recovery: age::x25519::Recipient,
}

/// Not a pair of recipients that may be sealed to.
#[derive(Debug, thiserror::Error)]
pub enum BadRecipients {
    /// Not an `age1...` public key.
    #[error("the {which} key is not an age X25519 public key")]
    NotAKey {
        /// `team` or `recovery`.
        which: &'static str,
    },
    /// One key twice: losing it would lose everything.
    #[error("the team key and the recovery key are the same")]
    Same,
}

impl Recipients {
    /// From two `age1...` public keys.
    ///
    /// # Errors
    /// [`BadRecipients`].
    pub fn parse(team: &str, recovery: &str) -> Result<Self, BadRecipients> {
        let team: age::x25519::Recipient = team.parse().map_err(|_| BadRecipients::NotAKey { which: "team" })?;
        let recovery: age::x25519::Recipient = recovery.parse().map_err(|_| BadRecipients::NotAKey { which: "recovery" })?;
        if team == recovery {
            return Err(BadRecipients::Same);
        }
        Ok(Recipients { team, recovery })
    }

    /// The team's public key as `age1...`.
    pub fn team(&self) -> String {
        self.team.to_string()
    }

    /// The recovery public key as `age1...`.
    pub fn recovery(&self) -> String {
        self.recovery.to_string()
    }
}

impl std::fmt::Debug for Recipients {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipients").field("team", &self.team()).field("recovery", &self.recovery()).finish()
    }
}

/// An entry that only the team can read, with the sound that belongs to it. Only [`seal`] makes one.
#[derive(Debug)]
pub struct Sealed {
    envelope: Envelope,
    pieces: Vec<SealedPiece>,
}

/// A piece of a recording that only the team can listen to: see [`pieces`].
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPiece {
    place: Place,
    sealed: Vec<u8>,
}

impl SealedPiece {
    /// Which piece, of how many.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The age file that is kept and sent.
    pub fn sealed(&self) -> &[u8] {
        &self.sealed
    }
}

impl std::fmt::Debug for SealedPiece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedPiece").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Sealed {
    /// What is kept and sent.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// What was said, in pieces, in their order; none where nothing was.
    pub fn pieces(&self) -> &[SealedPiece] {
        &self.pieces
    }

    /// The clear header.
    pub fn header(&self) -> Header {
        self.envelope.header()
    }
}

/// Why an entry could not be sealed. The entry is untouched.
#[derive(Debug, thiserror::Error)]
pub enum NotSealed {
    /// It could not be written down.
    #[error(transparent)]
    Written(#[from] v1::NotWritten),
    /// There is a recording of which the entry does not tell, or of another.
    #[error(transparent)]
    Untold(#[from] Untold),
    /// age could not lock it: in practice, no random numbers.
    #[error("the entry could not be locked")]
    Age(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Seals `entry` to both recipients: about 0.1 ms and 400 bytes on top of the padded entry; and so each piece of its recording.
///
/// # Errors
/// [`NotSealed`]; the caller still has the entry.
pub fn seal(entry: &Entry, recipients: &Recipients) -> Result<Sealed, NotSealed> {
    let recording = entry.draft.recording.as_ref();
    if recording.is_some_and(|recording| entry.draft.spoken() != Some(recording.spoken())) {
        return Err(Untold.into());
    }
    let plain = v1::write(entry)?;
    let sealed = lock(&plain, recipients)?;
    let pieces = recording.map(|recording| seal_pieces(entry.header, recording, recipients)).transpose()?.unwrap_or_default();
    Ok(Sealed { envelope: Envelope::new(entry.header, plain.len() as u32, sealed), pieces })
}

fn seal_pieces(header: Header, recording: &Recording, recipients: &Recipients) -> Result<Vec<SealedPiece>, NotSealed> {
    let sealed =
        |(place, plain): (Place, zeroize::Zeroizing<Vec<u8>>)| Ok(SealedPiece { place, sealed: lock(&plain, recipients)? });
    pieces::cut(header, recording.flac()).map(sealed).collect()
}

fn lock(plain: &[u8], recipients: &Recipients) -> Result<Vec<u8>, NotSealed> {
    let both: [&dyn age::Recipient; 2] = [&recipients.team, &recipients.recovery];
    let encryptor = age::Encryptor::with_recipients(both.into_iter()).map_err(|e| NotSealed::Age(Box::new(e)))?;
    let mut sealed = Vec::with_capacity(plain.len() + 512);
    let mut writer = encryptor.wrap_output(&mut sealed).map_err(|e| NotSealed::Age(Box::new(e)))?;
    writer.write_all(plain).map_err(|e| NotSealed::Age(Box::new(e)))?;
    writer.finish().map_err(|e| NotSealed::Age(Box::new(e)))?;
    Ok(sealed)
}

/// Seals what a worker wrote down of somebody: to the same two keys, for the desk's own store. The caller pads it, and names in it
/// what it belongs to.
///
/// # Errors
/// [`NotSealed`].
#[cfg(any(feature = "desk", test))]
pub fn seal_note(plain: &[u8], recipients: &Recipients) -> Result<Vec<u8>, NotSealed> {
    lock(plain, recipients)
}

#[cfg(any(feature = "desk", test))]
pub use opening::{NotOpened, TeamKey, open, open_note, open_piece};

/// Opening lives here so that `age` has one user, and is compiled for the desk alone: a kiosk's release has no code for it.
#[cfg(any(feature = "desk", test))]
mod opening {
    use crate::entry::pieces::{self, PIECE, Place};
    use crate::entry::{Entry, Envelope, Header, v1};
    use std::io::Read;
    use zeroize::Zeroizing;

    /// The private half of the team's key, or of the recovery key.
    pub struct TeamKey(age::x25519::Identity);

    impl TeamKey {
        /// A new key from the operating system's generator.
        pub fn generate() -> Self {
            TeamKey(age::x25519::Identity::generate())
        }

        /// From `AGE-SECRET-KEY-1...`, white space around it ignored.
        ///
        /// # Errors
        /// Where it is not such a key; the text is not repeated.
        pub fn parse(text: &str) -> Result<Self, NotOpened> {
            text.trim().parse().map(TeamKey).map_err(|_| NotOpened::NotAKey)
        }

        /// The private key as text, to be written to a file or on paper and nowhere else.
        pub fn reveal(&self) -> Zeroizing<String> {
            use age::secrecy::ExposeSecret;
            Zeroizing::new(self.0.to_string().expose_secret().to_owned())
        }

        /// The public half as `age1...`.
        pub fn public(&self) -> String {
            self.0.to_public().to_string()
        }
    }

    impl std::fmt::Debug for TeamKey {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "TeamKey(for {})", self.public())
        }
    }

    /// Why an envelope could not be opened.
    #[derive(Debug, thiserror::Error)]
    pub enum NotOpened {
        /// The text is not a private key.
        #[error("not an age private key")]
        NotAKey,
        /// Not sealed to this key, or altered on the way.
        #[error("not sealed to this key, or altered")]
        NotOurs,
        /// The padded length inside is not the one outside.
        #[error("the sealed part has another size than the header says")]
        OtherSize,
        /// The header inside is not the one outside.
        #[error("the sealed part has another header")]
        OtherHeader,
        /// Opened, and not an entry.
        #[error(transparent)]
        Entry(#[from] v1::NotRead),
    }

    /// What [`super::seal_note`] sealed, where it is at most `most` bytes.
    ///
    /// # Errors
    /// [`NotOpened`]; no variant holds a word of the note.
    pub fn open_note(sealed: &[u8], most: usize, key: &TeamKey) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let decryptor = age::Decryptor::new(sealed).map_err(|_| NotOpened::NotOurs)?;
        let mut reader = decryptor.decrypt(std::iter::once(&key.0 as &dyn age::Identity)).map_err(|_| NotOpened::NotOurs)?;
        let mut plain = Zeroizing::new(vec![0; most + 1]);
        let mut filled = 0;
        while filled < plain.len() {
            match reader.read(&mut plain[filled..]).map_err(|_| NotOpened::NotOurs)? {
                0 => break,
                more => filled += more,
            }
        }
        if filled > most {
            return Err(NotOpened::OtherSize);
        }
        plain.truncate(filled);
        Ok(plain)
    }

    /// The sound inside a sealed piece, where it is the piece at this place of what was said with the entry of this header.
    ///
    /// # Errors
    /// [`NotOpened`]; [`NotOpened::OtherHeader`] for a piece of another entry or place.
    pub fn open_piece(sealed: &[u8], header: Header, place: Place, key: &TeamKey) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let plain = open_note(sealed, PIECE, key)?;
        let (of, at, sound) = pieces::read(&plain)?;
        if (of, at) != (header, place) {
            return Err(NotOpened::OtherHeader);
        }
        Ok(Zeroizing::new(sound.to_vec()))
    }

    /// The entry inside `envelope`.
    ///
    /// # Errors
    /// [`NotOpened`]; no variant holds a word of the resident.
    pub fn open(envelope: &Envelope, key: &TeamKey) -> Result<Entry, NotOpened> {
        let decryptor = age::Decryptor::new(envelope.sealed()).map_err(|_| NotOpened::NotOurs)?;
        let mut reader = decryptor.decrypt(std::iter::once(&key.0 as &dyn age::Identity)).map_err(|_| NotOpened::NotOurs)?;
        let padded = envelope.padded() as usize;
        // One byte more than expected tells a longer one; the size is one of three small steps.
        let mut plain = Zeroizing::new(vec![0; padded + 1]);
        let mut filled = 0;
        while filled < plain.len() {
            match reader.read(&mut plain[filled..]).map_err(|_| NotOpened::NotOurs)? {
                0 => break,
                more => filled += more,
            }
        }
        if filled != padded {
            return Err(NotOpened::OtherSize);
        }
        let entry = v1::read(&plain[..padded])?;
        if entry.header != envelope.header() {
            return Err(NotOpened::OtherHeader);
        }
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Stamp;
    use crate::entry::*;

    fn entry(words: &str) -> Entry {
        Entry {
            header: Header {
                id: EntryId::new(1_800_000_000_000, [1; 10]),
                kiosk: KioskId::new(3).unwrap(),
                epoch: Epoch::FIRST,
                sequence: Sequence::new(17).unwrap(),
            },
            left_at: Stamp { at: chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap(), trusted: true },
            teken: Teken::from_index(324).ok(),
            recognition: Some(Secret::new([5; 16]).recognition()),
            draft: Draft {
                language: Language::NL,
                body: Body::Question(Question { words: Words::new(words).ok(), ..Question::default() }),
                recording: None,
            },
        }
    }

    fn keys() -> (TeamKey, TeamKey, Recipients) {
        let (team, recovery) = (TeamKey::generate(), TeamKey::generate());
        let recipients = Recipients::parse(&team.public(), &recovery.public()).unwrap();
        (team, recovery, recipients)
    }

    fn words_of(entry: &Entry) -> &str {
        match &entry.draft.body {
            Body::Question(Question { words: Some(words), .. }) => words.reveal(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_the_team_and_the_recovery_key_open_it_and_no_other() {
        let (team, recovery, recipients) = keys();
        let sealed = seal(&entry("mijn verwarming"), &recipients).unwrap();
        for key in [&team, &recovery] {
            assert_eq!(words_of(&open(sealed.envelope(), key).unwrap()), "mijn verwarming");
        }
        assert!(matches!(open(sealed.envelope(), &TeamKey::generate()), Err(NotOpened::NotOurs)));
    }

    #[test]
    fn a_header_that_disagrees_with_its_sealed_part_is_refused() {
        let (team, _, recipients) = keys();
        let sealed = seal(&entry("a"), &recipients).unwrap();
        let mut header = sealed.header();
        header.kiosk = KioskId::new(4).unwrap();
        let swapped = Envelope::new(header, sealed.envelope().padded(), sealed.envelope().sealed().to_vec());
        assert!(matches!(open(&swapped, &team), Err(NotOpened::OtherHeader)));
        let resized = Envelope::new(sealed.header(), 2048, sealed.envelope().sealed().to_vec());
        assert!(matches!(open(&resized, &team), Err(NotOpened::OtherSize)));
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed() {
        let (team, _, recipients) = keys();
        let sealed = seal(&entry("a"), &recipients).unwrap();
        let whole = sealed.envelope().sealed();
        for place in (0..whole.len()).step_by(97) {
            let mut bytes = whole.to_vec();
            bytes[place] ^= 1;
            let altered = Envelope::new(sealed.header(), sealed.envelope().padded(), bytes);
            assert!(open(&altered, &team).is_err(), "byte {place}");
        }
    }

    #[test]
    fn the_length_tells_nothing_within_a_step() {
        let (_, _, recipients) = keys();
        let short = seal(&entry(""), &recipients).unwrap();
        let long = seal(&entry(&"x".repeat(280)), &recipients).unwrap();
        assert_eq!(short.envelope().padded(), long.envelope().padded());
        // age adds a random stanza to its own header; behind that header both are equally long.
        let payload = |sealed: &Sealed| {
            let bytes = sealed.envelope().sealed();
            bytes.len() - bytes.windows(4).position(|part| part == b"\n---").unwrap()
        };
        assert_eq!(payload(&short), payload(&long));
    }

    #[test]
    fn the_longest_entry_fits_the_largest_step_and_its_envelope_the_limit() {
        let (team, _, recipients) = keys();
        let mut longest = entry(&"😀".repeat(280));
        longest.draft.body = Body::Question(Question {
            topic: Some(Topic::Neighbours),
            need: Some(Need::Explain),
            words: Words::new(&"😀".repeat(280)).ok(),
            spoken: Recording::new(vec![7; MAX_RECORDING].into(), LONGEST_RECORDING).ok().map(|recording| recording.spoken()),
            contact: Some(Contact::Email { address: EmailAddress::parse(&format!("{}@example.nl", "a".repeat(69))).ok() }),
            name: Words::new(&"\"".repeat(40)).ok(),
            goal: Words::new(&"😀".repeat(80)).ok().map(Goal::Own),
        });
        let sealed = seal(&longest, &recipients).unwrap();
        assert!(sealed.envelope().to_bytes().len() <= MAX_ENVELOPE);
        assert_eq!(words_of(&open(sealed.envelope(), &team).unwrap()).chars().count(), 280);
    }

    fn spoken(bytes: usize, id: u8) -> Entry {
        let mut entry = entry("");
        entry.header.id = EntryId::new(1_800_000_000_000, [id; 10]);
        let flac = (0..bytes).map(|at| (at % 251) as u8 ^ id).collect::<Vec<u8>>();
        entry.draft.recording = Recording::new(flac.into(), LONGEST_RECORDING).ok();
        entry.draft.tell_of_recording().unwrap();
        entry
    }

    #[test]
    fn a_piece_opens_under_its_own_entry_and_in_its_own_place_alone() {
        let (team, recovery, recipients) = keys();
        let (one, other) = (spoken(300_000, 1), spoken(300_000, 2));
        let sealed = seal(&one, &recipients).unwrap();
        assert_eq!(sealed.pieces().len(), 3);
        for key in [&team, &recovery] {
            let opened = |piece: &SealedPiece| open_piece(piece.sealed(), one.header, piece.place(), key).unwrap();
            let together: Vec<u8> = sealed.pieces().iter().flat_map(|piece| opened(piece).to_vec()).collect();
            assert!(together == one.draft.recording.as_ref().unwrap().flac());
        }
        let first = &sealed.pieces()[0];
        assert!(first.sealed().len() <= pieces::MAX_SEALED_PIECE);
        let refused = |header, place| matches!(open_piece(first.sealed(), header, place, &team), Err(NotOpened::OtherHeader));
        assert!(refused(other.header, first.place()), "another resident's");
        assert!(refused(one.header, Place { n: 2, of: 3 }) && refused(one.header, Place { n: 1, of: 2 }), "another place");
        let later = Header { epoch: Epoch::new(9), ..one.header };
        assert!(refused(later, first.place()), "another enrolment");
        let stranger = open_piece(first.sealed(), one.header, first.place(), &TeamKey::generate());
        assert!(matches!(stranger, Err(NotOpened::NotOurs)));
        // An entry is no piece, though it is the team's.
        let words = open_piece(sealed.envelope().sealed(), one.header, first.place(), &team);
        assert!(matches!(words, Err(NotOpened::Entry(_))), "{words:?}");
    }

    #[test]
    fn the_length_of_a_recording_is_told_by_its_number_of_pieces_alone() {
        let (_, _, recipients) = keys();
        let short = seal(&spoken(1, 1), &recipients).unwrap();
        let long = seal(&spoken(pieces::SOUND_IN_A_PIECE, 1), &recipients).unwrap();
        assert_eq!((short.pieces().len(), long.pieces().len()), (1, 1));
        let payload = |sealed: &Sealed| {
            let bytes = sealed.pieces()[0].sealed();
            bytes.len() - bytes.windows(4).position(|part| part == b"\n---").unwrap()
        };
        assert_eq!(payload(&short), payload(&long));
    }

    #[test]
    fn sound_of_which_the_entry_does_not_tell_is_not_sealed() {
        let (_, _, recipients) = keys();
        let mut silent = spoken(10, 1);
        silent.draft.body = Body::Call(CallReason::Help);
        assert_eq!(silent.draft.tell_of_recording(), Err(Untold));
        assert!(matches!(seal(&silent, &recipients), Err(NotSealed::Untold(_))));
        let mut swapped = spoken(10, 1);
        swapped.draft.recording = spoken(10, 2).draft.recording;
        assert!(matches!(seal(&swapped, &recipients), Err(NotSealed::Untold(_))));
        swapped.draft.recording = None;
        swapped.draft.tell_of_recording().unwrap();
        assert_eq!(swapped.draft.spoken(), None, "what was taken back is told of no more");
    }

    #[test]
    fn one_key_twice_is_no_pair() {
        let key = TeamKey::generate().public();
        assert!(matches!(Recipients::parse(&key, &key), Err(BadRecipients::Same)));
        assert!(matches!(Recipients::parse("age1", &key), Err(BadRecipients::NotAKey { which: "team" })));
    }

    #[test]
    fn a_private_key_does_not_print() {
        let key = TeamKey::generate();
        assert!(!format!("{key:?}").contains(&key.reveal()[20..]));
    }
}
