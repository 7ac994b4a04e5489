//! What was said with an entry: taken once, in its own place, after its words.

use super::*;
use inloop::desk::store::{News, erasing, recordings};
use inloop::entry::pieces::{MAX_SEALED_PIECE, PIECE};
use inloop::seal::{Sealed, SealedPiece};
use inloop::wire::{PieceReceipt, Refusal, attachment};

fn flac(bytes: usize) -> Vec<u8> {
    b"fLaC geheime stem ".iter().copied().cycle().take(bytes).collect()
}

/// Three pieces long.
fn spoken(kiosk: &Kiosk, n: u64, bench: &Bench) -> Sealed {
    kiosk.said(n, bench, &flac(300_000))
}

fn put(kiosk: &Kiosk, id: EntryId, piece: &SealedPiece) -> Signed {
    put_at(kiosk, &attachment(id, piece.place().n), piece.sealed())
}

fn put_at(kiosk: &Kiosk, path: &str, body: &[u8]) -> Signed {
    kiosk.sign("PUT", path, body, Duration::ZERO)
}

fn here(bench: &Bench, id: EntryId) -> u8 {
    bench.read(|conn| recordings::count(conn, id))
}

#[test]
fn sound_is_taken_in_once_after_its_entry_in_any_order_and_under_the_same_receipt_for_ever() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = spoken(&kiosk, 1, &bench);
    let id = sealed.header().id;
    let early = bench.ask(put(&kiosk, id, &sealed.pieces()[0]));
    assert!(early.signed && early.status == 425 && !early.refusal().is_permanent(), "{early:?}");
    assert_eq!(here(&bench, id), 0);
    assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 201);
    let news = *bench.state.store.news().borrow();
    let mut receipts = Vec::new();
    for place in [2, 0, 1] {
        let piece = &sealed.pieces()[place];
        let first = bench.ask(put(&kiosk, id, piece));
        assert!(first.signed && first.status == 201, "{first:?}");
        let receipt: PieceReceipt = first.json();
        let digest = inloop::wire::signature::digest(piece.sealed());
        assert_eq!(receipt, PieceReceipt { v: 1, id, n: piece.place().n, digest });
        receipts.push((place, receipt));
    }
    assert!(*bench.state.store.news().borrow() > news, "open cards hear of it");
    for (place, receipt) in receipts {
        let again = bench.ask(put(&kiosk, id, &sealed.pieces()[place]));
        assert!(again.signed && again.status == 200 && again.json::<PieceReceipt>() == receipt);
    }
    assert_eq!(here(&bench, id), 3);
    let bench = bench.restarted();
    let kept = bench.read(|conn| recordings::sealed(conn, id));
    assert!(kept.iter().map(|(_, sealed)| sealed.as_slice()).eq(sealed.pieces().iter().map(SealedPiece::sealed)));
}

#[test]
fn other_bytes_in_a_known_place_are_refused_and_change_nothing() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let (one, same) = (spoken(&kiosk, 1, &bench), spoken(&kiosk, 1, &bench));
    let id = one.header().id;
    bench.ask(kiosk.put(one.envelope()));
    bench.ask(put(&kiosk, id, &one.pieces()[0]));
    assert_ne!(one.pieces()[0], same.pieces()[0]);
    assert_eq!(bench.ask(put(&kiosk, id, &same.pieces()[0])).refusal(), Refusal::OtherBody);
    assert!(bench.read(|conn| recordings::sealed(conn, id))[0].1 == one.pieces()[0].sealed());
}

#[test]
fn a_piece_of_another_entry_place_or_kiosk_is_refused() {
    let bench = Bench::new();
    let (kiosk, neighbour) = (bench.enrol(1), bench.enrol(2));
    let (one, other) = (spoken(&kiosk, 1, &bench), spoken(&kiosk, 2, &bench));
    let silent = kiosk.question(3, &bench);
    let id = one.header().id;
    for envelope in [one.envelope(), other.envelope(), silent.envelope()] {
        assert_eq!(bench.ask(kiosk.put(envelope)).status, 201);
    }
    let refused = |path: &str, body: &[u8]| bench.ask(put_at(&kiosk, path, body)).refusal();
    let piece = one.pieces()[0].sealed();
    assert_eq!(refused(&attachment(other.header().id, 1), piece), Refusal::OtherHeader, "another resident's");
    assert_eq!(refused(&attachment(id, 2), piece), Refusal::OtherHeader, "another place");
    assert_eq!(refused(&attachment(id, 4), piece), Refusal::Malformed, "a place that is not there");
    assert_eq!(refused(&attachment(silent.header().id, 1), piece), Refusal::Malformed, "nothing was said with it");
    for spelled in ["0", "01", "+1", "1 ", "256", "x", "-1"] {
        assert_eq!(
            refused(&format!("{}/{id}/attachments/{}", inloop::wire::ENTRIES, spelled.replace(' ', "%20")), piece),
            Refusal::Malformed
        );
    }
    assert_eq!(refused(&attachment(id, 1), one.envelope().sealed()), Refusal::Malformed, "words are no sound");
    assert_eq!(bench.ask(put(&neighbour, id, &one.pieces()[0])).refusal(), Refusal::OtherKiosk);
    // As many pieces as another recording has would fit nothing either.
    let longer = kiosk.said(1, &bench, &flac(400_000));
    assert_eq!(refused(&attachment(id, 1), longer.pieces()[0].sealed()), Refusal::OtherHeader);
    for id in [id, other.header().id, silent.header().id] {
        assert_eq!(here(&bench, id), 0);
    }
    assert_eq!(bench.ask(put(&kiosk, id, &one.pieces()[0])).status, 201);
}

#[test]
fn sound_that_was_cut_altered_or_is_too_long_is_refused_so_that_the_kiosk_can_believe_it() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = spoken(&kiosk, 1, &bench);
    let (id, whole) = (sealed.header().id, sealed.pieces()[0].sealed());
    bench.ask(kiosk.put(sealed.envelope()));
    let refused = |body: &[u8]| {
        let said = bench.ask(put_at(&kiosk, &attachment(id, 1), body));
        assert!(said.signed);
        said.refusal()
    };
    for cut in [0, 1, 100, 600, 65_000, whole.len() / 2, whole.len() - 1] {
        assert_eq!(refused(&whole[..cut]), Refusal::NotOurs, "cut at {cut}");
    }
    for place in (0..whole.len()).step_by(9_973) {
        let mut altered = whole.to_vec();
        altered[place] ^= 1;
        assert_eq!(refused(&altered), Refusal::NotOurs, "byte {place}");
    }
    assert_eq!(refused(&[whole, &[0]].concat()), Refusal::NotOurs);
    assert_eq!(refused(&vec![7; MAX_SEALED_PIECE + 1]), Refusal::TooLong);
    assert_eq!(here(&bench, id), 0);
    // What is far too long is not read: such an answer is bound to nothing.
    let far = bench.ask(put_at(&kiosk, &attachment(id, 1), &vec![7; 3 * PIECE]));
    assert!(far.status == 413 && !far.signed);
    // An entry is never as long as a piece may be.
    let long = bench.ask(put_at(&kiosk, &entry_path(id), &vec![b' '; PIECE]));
    assert!(long.status == 413 && !long.signed);
}

#[test]
fn a_kiosk_that_was_written_off_brings_no_sound() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = spoken(&kiosk, 1, &bench);
    bench.ask(kiosk.put(sealed.envelope()));
    let (id, now) = (kiosk.id, bench.now());
    assert!(bench.write(move |conn| kiosks::write_off(conn, id, now)));
    let late = bench.ask(put(&kiosk, sealed.header().id, &sealed.pieces()[0]));
    assert!(late.signed && late.refusal() == Refusal::Revoked);
}

#[test]
fn outside_the_seal_stands_that_something_was_said_and_in_how_many_pieces() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = spoken(&kiosk, 1, &bench);
    let id = sealed.header().id;
    bench.ask(kiosk.put(sealed.envelope()));
    for piece in sealed.pieces() {
        bench.ask(put(&kiosk, id, piece));
    }
    assert_eq!(bench.read(|conn| entries::listed(conn, id)).unwrap().pieces, 3);
    let files = || -> Vec<u8> {
        let files = std::fs::read_dir(bench.data()).unwrap().map(|file| file.unwrap().path());
        files.flat_map(|path| std::fs::read(path).unwrap()).collect()
    };
    let all = files();
    assert!(all.len() > 300_000 && memchr::memmem::find(&all, b"geheime").is_none());
    let part = sealed.pieces()[1].sealed()[50_000..50_032].to_vec();
    assert!(memchr::memmem::find(&all, &part).is_some());

    // An entry that is erased takes its sound with it, and what it was is overwritten.
    bench.write(move |conn| {
        let erase = diesel::sql_query("DELETE FROM entry WHERE id = ?");
        let erase = erase.bind::<diesel::sql_types::Binary, _>(id.as_bytes().to_vec());
        assert_eq!(diesel::RunQueryDsl::execute(erase, conn)?, 1);
        Ok(())
    });
    assert_eq!(here(&bench, id), 0);
    let main = bench.data().join(inloop::desk::store::FILE);
    // What waits in the journal moves into the file.
    diesel::connection::SimpleConnection::batch_execute(
        &mut <diesel::SqliteConnection as diesel::Connection>::establish(main.to_str().unwrap()).unwrap(),
        "PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .unwrap();
    assert!(memchr::memmem::find(&files(), &part).is_none());
}

#[test]
fn sound_of_what_was_erased_at_the_desk_gets_its_receipt_and_is_not_kept() {
    let bench = Bench::new();
    let (kiosk, other) = (bench.enrol(1), bench.enrol(2));
    let sealed = spoken(&kiosk, 1, &bench);
    let id = sealed.header().id;
    bench.ask(kiosk.put(sealed.envelope()));
    let before: PieceReceipt = bench.ask(put(&kiosk, id, &sealed.pieces()[0])).json();
    let now = bench.state.now();
    let erase = move |conn: &mut _| erasing::erase(conn, id, erasing::Why::Request, now);
    assert!(bench.state.store.write_waiting(News::Pages, erase).unwrap());
    assert_eq!(here(&bench, id), 0);
    // One that was here, and two that come after.
    for piece in sealed.pieces() {
        let told = bench.ask(put(&kiosk, id, piece));
        assert!(told.signed && told.status == 200, "{told:?}");
        let receipt: PieceReceipt = told.json();
        assert_eq!(receipt.digest, inloop::wire::signature::digest(piece.sealed()));
        if piece.place().n == before.n {
            assert_eq!(receipt, before, "as it was told before");
        }
    }
    assert_eq!(here(&bench, id), 0, "and nothing of it is kept");
    // Nor where it was erased while the piece was looked at.
    let (piece, digest) = (&sealed.pieces()[2], inloop::wire::signature::digest(sealed.pieces()[2].sealed()));
    let body = piece.sealed().to_vec();
    let late = move |conn: &mut _| recordings::arrive(conn, id, 2, &digest, &body, now);
    assert_eq!(bench.state.store.write_waiting(News::Pages, late).unwrap(), recordings::Arrival::Known);
    assert_eq!(here(&bench, id), 0);
    let stranger = bench.ask(put(&other, id, &sealed.pieces()[1]));
    assert!(stranger.status >= 400, "{stranger:?}");
}
