//! Sealed entries and moments for the tests of the outbox.

use inloop::clock::{BenchLuck, Luck, Stamp};
use inloop::entry::*;
use inloop::outbox::{Label, Outbox};
use inloop::seal::{Recipients, Sealed, seal};
use std::path::Path;

/// A moment in 2027.
pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const DAY: i64 = 24 * 60 * 60;

pub(crate) fn at(seconds: i64) -> Stamp {
    Stamp { at: chrono::DateTime::from_timestamp(seconds, 0).unwrap(), trusted: true }
}

pub(crate) fn untrusted(seconds: i64) -> Stamp {
    Stamp { trusted: false, ..at(seconds) }
}

pub(crate) fn label(urgent: bool) -> Label {
    Label { urgent, teken: None, recognition: None, at: at(NOW) }
}

pub(crate) fn sealed(sequence: Sequence, words: &str, luck: &BenchLuck) -> Sealed {
    sealed_with(sequence, words, None, luck)
}

pub(crate) fn sealed_with(sequence: Sequence, words: &str, recording: Option<Recording>, luck: &BenchLuck) -> Sealed {
    let mut random = [0; 10];
    luck.fill(&mut random).unwrap();
    let mut entry = Entry {
        header: Header {
            id: EntryId::new(NOW as u64 * 1000, random),
            kiosk: KioskId::new(3).unwrap(),
            epoch: Epoch::FIRST,
            sequence,
        },
        left_at: at(NOW),
        teken: None,
        recognition: None,
        draft: Draft {
            language: Language::NL,
            body: Body::Question(Question { words: Words::new(words).ok(), ..Question::default() }),
            recording,
        },
    };
    entry.draft.tell_of_recording().unwrap();
    seal(&entry, &recipients()).unwrap()
}

/// Keeps one more and answers its name.
pub(crate) fn keep(outbox: &mut Outbox, words: &str, luck: &BenchLuck) -> EntryId {
    let sealed = sealed(outbox.next_sequence().unwrap(), words, luck);
    outbox.keep(&sealed, label(false)).unwrap().id()
}

/// What waits, in the order in which it is sent.
pub(crate) fn waiting(outbox: &Outbox) -> Vec<EntryId> {
    outbox.waiting(usize::MAX, |_| false).unwrap().into_iter().map(|entry| entry.id).collect()
}

/// The files as they are now, under an open outbox: what a crash leaves, or a copy of the card.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.parent().unwrap().join(file.file_name())).unwrap();
    }
}

/// A folder in memory where there is one: these tests ask much of a disk and nothing about it.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn recipients() -> Recipients {
    // Two public keys whose private halves nobody has.
    Recipients::parse(
        "age1dksxp3tpp3k8j7mczn4200g7k0nl6shw0zfr9ngayt39nk6cvc6s7unxz8",
        "age1j82p0kszx6yrnfkv3w7f9fu5gnwy57mxwh8fdywxascvqlf4gd8sxsvhqw",
    )
    .unwrap()
}
