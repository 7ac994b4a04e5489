//! A team at its desk: workers with passwords, kiosks, and what residents left, put straight into the store.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(unreachable_pub, reason = "several test binaries share this file")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use chrono::DateTime;
use inloop::clock::{BenchLuck, Luck, Stamp};
use inloop::desk::calendar;
use inloop::desk::config::{Config, SAMPLE};
use inloop::desk::store::bookings::{self, Ask};
use inloop::desk::store::enrolment::{self, Confirmed, Offer};
use inloop::desk::store::entries::Listed;
use inloop::desk::store::ratings::{self, Week};
use inloop::desk::store::{News, calls, entries, recordings, workers};
use inloop::desk::{DeskState, keys, passwords};
use inloop::entry::*;
use inloop::seal::{Sealed, SealedPiece, seal};
use inloop::wire::{KioskKey, KioskPublicKey, signature};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Monday 23 November 2026, 12:00 in Lelystad.
pub const MONDAY_NOON: i64 = 1_795_431_600;

/// Every worker's password.
pub const PASSWORD: &str = "vier losse woorden samen";

/// The folders of a desk, with keys.
pub fn config_in(folder: &Path) -> Config {
    let config = config_of(folder);
    keys::make(&config.keys, &[], &BenchLuck::seeded(1)).unwrap();
    config
}

/// The same, of a desk that has its keys.
pub fn config_of(folder: &Path) -> Config {
    let mut config = match std::fs::read_to_string(folder.join("connect.toml")) {
        // Where others read along, the site names its own team too.
        Ok(connect) => {
            let named = SAMPLE.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
            Config::parse(&format!("{named}\n{connect}")).unwrap()
        }
        Err(_) => Config::parse(SAMPLE).unwrap(),
    };
    config.data = folder.join("data");
    config.keys = folder.join("keys");
    config
}

/// Adds a worker with [`PASSWORD`].
pub fn worker(desk: &DeskState, name: &'static str, must_change: bool) -> i32 {
    let (hash, now) = (passwords::hash(PASSWORD, &*desk.luck).unwrap(), desk.now());
    let added = desk.store.write_waiting(News::Silent, move |conn| workers::add(conn, name, &hash, must_change, now));
    added.unwrap().expect("the name is free")
}

/// The public key of the kiosk made from `seed`.
pub fn kiosk_key(seed: u8) -> KioskPublicKey {
    KioskKey::from_seed(&Zeroizing::new([seed; 32])).public()
}

/// A kiosk offers its key with a fresh code; staff have not looked yet.
pub fn offer(desk: &DeskState, seed: u8) {
    let (luck, now) = (desk.luck.clone(), desk.now());
    let taken = desk.store.write_waiting(News::Pages, move |conn| {
        let code = enrolment::new_code(conn, &*luck, now)?;
        enrolment::offer(conn, &code, &kiosk_key(seed), "0.1.0", now)
    });
    assert_eq!(taken.unwrap(), Offer::Taken);
}

/// Takes a kiosk in.
pub fn kiosk(desk: &DeskState, seed: u8, name: &'static str) -> KioskId {
    offer(desk, seed);
    let now = desk.now();
    let confirmed = desk.store.write_waiting(News::Pages, move |conn| {
        let pending = enrolment::pending(conn, now)?;
        enrolment::confirm(conn, pending.last().unwrap().id, name, None, now)
    });
    match confirmed.unwrap() {
        Confirmed::Enrolled(kiosk, _) => kiosk,
        other => panic!("{other:?}"),
    }
}

/// What one resident left.
pub struct Left {
    pub teken: u16,
    pub language: &'static str,
    /// Under an enrolment that is over.
    pub late: bool,
    pub body: Body,
}

impl Left {
    /// A question in Dutch.
    pub fn question(teken: u16, question: Question) -> Self {
        Left { teken, language: "nl", late: false, body: Body::Question(question) }
    }

    /// A question with nothing but words.
    pub fn words(teken: u16, words: &str) -> Self {
        Left::question(teken, Question { words: Words::new(words).ok(), ..Question::default() })
    }

    /// A worry in Dutch.
    pub fn worry(teken: u16, worry: Worry) -> Self {
        Left { teken, language: "nl", late: false, body: Body::Worry(worry) }
    }

    /// An offer in Dutch.
    pub fn offering(teken: u16, offering: Offering) -> Self {
        Left { teken, language: "nl", late: false, body: Body::Offering(offering) }
    }

    /// A rating; the best face, and a mark.
    pub fn rating(mark: u8) -> Self {
        Left { body: Body::Rating(Rating { face: Face::Five, mark: Mark::try_from(mark).ok() }), ..Left::words(0, "") }
    }

    /// A call from the hall.
    pub fn call(teken: u16, reason: CallReason) -> Self {
        Left { teken, language: "nl", late: false, body: Body::Call(reason) }
    }
}

/// Puts it into the store, sealed, as the intake does. It was left at the desk's now.
pub fn arrive(desk: &DeskState, kiosk: KioskId, left: Left) -> EntryId {
    arrive_with(desk, kiosk, left, None).header().id
}

/// A question of which this was said: its words arrive, and what was said waits in the sealed pieces.
pub fn said(desk: &DeskState, kiosk: KioskId, flac: &[u8], length: Duration) -> Sealed {
    let recording = Recording::new(flac.to_vec().into(), length).unwrap();
    arrive_with(desk, kiosk, Left::question(324, Question::default()), Some(recording))
}

/// The same with all its pieces here, each sealed for its own place, of something else that was as long.
pub fn said_otherwise(desk: &DeskState, kiosk: KioskId, flac: &[u8], length: Duration) -> Sealed {
    let told = said(desk, kiosk, flac, length);
    let other: Vec<u8> = flac.iter().map(|byte| !byte).collect();
    let mut entry = Entry {
        header: told.header(),
        left_at: Stamp { at: DateTime::UNIX_EPOCH, trusted: false },
        teken: None,
        recognition: None,
        draft: Draft {
            language: Language::NL,
            body: Body::Question(Question::default()),
            recording: Recording::new(other.into(), length).ok(),
        },
    };
    entry.draft.tell_of_recording().unwrap();
    for piece in seal(&entry, &desk.keys.recipients).unwrap().pieces() {
        piece_arrives(desk, told.header().id, piece);
    }
    told
}

/// A piece of it arrives, as the intake takes it in.
pub fn piece_arrives(desk: &DeskState, id: EntryId, piece: &SealedPiece) {
    let (n, sealed, now) = (piece.place().n, piece.sealed().to_vec(), desk.now());
    let arrived = desk
        .store
        .write_waiting(News::Pages, move |conn| recordings::arrive(conn, id, n, &signature::digest(&sealed), &sealed, now));
    assert_eq!(arrived.unwrap(), recordings::Arrival::New);
}

fn arrive_with(desk: &DeskState, kiosk: KioskId, left: Left, recording: Option<Recording>) -> Sealed {
    let mut random = [0; 10];
    desk.luck.fill(&mut random).unwrap();
    let now = desk.now();
    let header = Header {
        id: EntryId::new(now as u64 * 1000, random),
        kiosk,
        epoch: Epoch::FIRST,
        sequence: Sequence::new(u64::from(random[0])).unwrap(),
    };
    let (topic, need) = match &left.body {
        Body::Question(question) => (question.topic, question.need),
        _ => (None, None),
    };
    let contact = match &left.body {
        Body::Question(question) => question.contact.as_ref(),
        Body::Worry(worry) => worry.contact.as_ref(),
        Body::Offering(offering) => offering.contact.as_ref(),
        Body::Booking(booking) | Body::Change(Change { to: booking, .. }) => booking.contact.as_ref(),
        _ => None,
    };
    let caller = contact.and_then(Contact::number).map(|number| desk.keys.caller(number));
    let (contact, reaches) = (contact.map(|contact| contact.word().to_owned()), contact.is_some_and(Contact::reaches));
    let raised = matches!(&left.body, Body::Worry(worry) if worry.danger == Some(true));
    let hears = matches!(&left.body, Body::Question(_)) || (matches!(&left.body, Body::Worry(_)) && reaches);
    let given = match &left.body {
        Body::Rating(Rating { face, mark }) => Some(Rating { face: *face, mark: *mark }),
        _ => None,
    };
    let reason = match &left.body {
        Body::Call(reason) => Some(*reason),
        _ => None,
    };
    let mut entry = Entry {
        header,
        left_at: Stamp { at: DateTime::from_timestamp(now, 0).unwrap(), trusted: true },
        teken: Teken::from_index(left.teken).ok(),
        recognition: None,
        draft: Draft { language: left.language.parse().unwrap(), body: left.body, recording },
    };
    entry.draft.tell_of_recording().unwrap();
    let listed = Listed {
        id: header.id,
        kiosk,
        epoch: header.epoch,
        late: left.late,
        kind: entry.draft.body.kind(),
        received_at: entry.left_at.at,
        waited: Duration::ZERO,
        left_at: entry.left_at,
        promised_before: hears.then(|| calendar::promised_before(entry.left_at.at).unwrap()),
        teken: entry.teken,
        topic,
        need,
        language: entry.draft.language,
        contact,
        reaches,
        raised,
        caller,
        pieces: entry.draft.spoken().map_or(0, |spoken| spoken.pieces()),
    };
    let sealed = seal(&entry, &desk.keys.recipients).unwrap();
    let envelope = sealed.envelope().clone();
    let arrived = desk.store.write_waiting(News::Hall, move |conn| {
        let digest = signature::digest(&envelope.to_bytes());
        entries::arrive(conn, &envelope, &digest, &listed)?;
        if let Some(reason) = reason {
            calls::arrive(conn, header.id, kiosk, reason, now, now)?;
        }
        if let Some(given) = given {
            ratings::count(conn, &Week::of(DateTime::from_timestamp(now, 0).unwrap()), &given)?;
        }
        Ok(())
    });
    arrived.unwrap();
    sealed
}

/// The kiosk's right to a time that the desk has free.
pub fn right(desk: &DeskState, kiosk: KioskId, slot: SlotId) -> Grant {
    let grant = GrantId::new(u64::from(slot.minute())).unwrap();
    let (spreekuur, minute, id, kiosk) = (slot.spreekuur().get(), slot.minute(), grant.get(), kiosk.get());
    let given = format!(
        "UPDATE slot SET state = 'granted', kiosk = {kiosk}, epoch = 1, grant_id = {id} \
         WHERE state = 'free' AND spreekuur = {spreekuur} AND minute = {minute}"
    );
    let done =
        desk.store.write_waiting(News::Pages, move |conn| Ok(diesel::RunQueryDsl::execute(diesel::sql_query(given), conn)?));
    assert_eq!(done.unwrap(), 1, "{slot} is not free");
    Grant { grant, slot }
}

/// What a resident asks of an appointment arrives, as the intake takes it in; the resident's code is `code`.
pub fn ask_for(desk: &DeskState, kiosk: KioskId, left: Left, ask: Ask, code: &Secret) -> EntryId {
    let (id, now, own) = (arrive(desk, kiosk, left), desk.now(), code.recognition());
    let done = desk.store.write_waiting(News::Pages, move |conn| {
        let listed = entries::listed(conn, id)?.unwrap();
        bookings::arrive(conn, &listed, Some(own), &ask, now, now)
    });
    done.unwrap();
    id
}

/// Twelve questions as a busy morning leaves them: every topic, long words, other scripts, every way of contact.
pub fn a_busy_morning(desk: &DeskState, kiosk: KioskId) -> Vec<EntryId> {
    let number = || PhoneNumber::parse("06 12345678").ok();
    let contacts: [fn(Option<PhoneNumber>) -> Contact; 6] = [
        |number| Contact::Call { number, when: Some(When::Morning), voicemail: false, safe: Some(false) },
        |number| Contact::Sms { number, safe: Some(true) },
        |_| Contact::Email { address: EmailAddress::parse("mevrouw.van.der.meulen-hoogeboom@voorbeeldpost.example.nl").ok() },
        |_| Contact::VisitUs,
        |number| Contact::VisitHome { number, when: Some(When::Any), voicemail: true, safe: None },
        |_| Contact::Wait,
    ];
    let words = [
        "Ik krijg steeds brieven over een schuld die ik niet ken. Wie kan met mij meekijken?",
        "لا أفهم رسالة البلدية. هل يمكن لأحد أن يساعدني؟ رقم الرسالة 4471.",
        "Mijnarbeidsongeschiktheidsverzekeringsuitkeringsbeschikkingsbezwaarschrift is niet beantwoord.",
        "İyi günler, ev için yardım istiyorum.\nÇocuklarım üşüyor.",
        "Чи є курси нідерландської мови?",
        "😀 gewoon een praatje",
    ];
    let languages = ["nl", "ar", "nl", "tr", "uk", "ti"];
    let needs = [Need::Papers, Need::Explain, Need::Urgent, Need::Talk, Need::Plan, Need::Unsure];
    (0..12)
        .map(|i| {
            let question = Question {
                topic: (i != 11).then(|| Topic::ALL[i]),
                need: Some(needs[i % 6]),
                words: (i != 7).then(|| Words::new(words[i % 6]).unwrap()),
                spoken: None,
                contact: Some(contacts[i % 6](number())),
                name: Words::new(["Fatma", "أم يوسف", "Jan-Willem van den Bosch-Oosterhout"][i % 3]).ok(),
                goal: Some(if i % 4 == 0 { Goal::Own(Words::new("rustig slapen").unwrap()) } else { Goal::Overview }),
            };
            let left = Left {
                teken: 12 * (7 * i as u16 % 100) + i as u16,
                language: languages[i % 6],
                late: i == 8,
                body: Body::Question(question),
            };
            arrive(desk, kiosk, left)
        })
        .collect()
}

/// Three worries, one of them with danger and one that nobody can call about, and two offers, with words of every length.
pub fn other_cards(desk: &DeskState, kiosk: KioskId) -> Vec<EntryId> {
    let call = || Contact::Call {
        number: PhoneNumber::parse("06 12345678").ok(),
        when: Some(When::Any),
        voicemail: false,
        safe: Some(true),
    };
    let lonely = Worry {
        danger: Some(false),
        about: Some(About::Neighbour),
        sign: Some(Sign::Alone),
        knows: Some(true),
        words: Words::new("De gordijnen blijven al een week dicht.").ok(),
        contact: Some(call()),
        name: Words::new("Jan-Willem van den Bosch-Oosterhout").ok(),
    };
    let danger = Worry {
        danger: Some(true),
        about: Some(About::Child),
        sign: Some(Sign::Fights),
        knows: Some(false),
        contact: Some(call()),
        ..Worry::default()
    };
    let several = Offering {
        deeds: Deed::ALL.to_vec(),
        free: Some(Free::Weekend),
        contact: Some(Contact::Email {
            address: EmailAddress::parse("mevrouw.van.der.meulen-hoogeboom@voorbeeldpost.example.nl").ok(),
        }),
        name: Words::new("أم يوسف").ok(),
    };
    [
        Left::worry(60, lonely),
        Left { language: "ar", ..Left::worry(73, Worry::default()) },
        Left::worry(86, danger),
        Left { language: "uk", ..Left::offering(99, several) },
        Left::offering(112, Offering { deeds: vec![Deed::Meal], ..Offering::default() }),
    ]
    .map(|left| arrive(desk, kiosk, left))
    .to_vec()
}

/// Randomness that never repeats within a test.
pub fn luck() -> Arc<dyn Luck> {
    Arc::new(BenchLuck::seeded(23))
}
