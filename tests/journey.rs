//! The main job, from the finger to the team, through every real part but the browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod hall;

use hall::Hall;
use inloop::desk::store::{News, calls, cards, workers};
use inloop::entry::{Body, Contact, Entry, EntryId, Question, Secret, Topic};

impl Hall {
    /// Leaves a question with these words, and stays at the last screen.
    fn leave(&self, words: &'static str) {
        self.wake();
        self.tap("Ik heb een vraag");
        self.tap("Brieven en formulieren");
        self.tap("Hulp bij papieren");
        self.tap("Ja, ik wil typen");
        self.reads("Typ hier uw vraag.");
        self.types(words);
        self.tap("Verder");
        self.tap("Ik kom zelf langs");
        self.reads("Wat wilt u bereiken?");
        self.tap("Overzicht");
        self.reads("Klopt dit?");
        self.tap("Ja, verstuur");
        self.reads("Bedankt. Wij hebben uw vraag.");
    }

    /// The questions at the desk, opened, once there are so many.
    fn questions(&self, many: usize) -> Vec<Question> {
        let ids: Vec<EntryId> = self.at_the_desk("the question", move |conn| {
            let there = cards::unclaimed(conn, &[1], 0, false, 100)?;
            Ok((there.len() >= many).then(|| there.into_iter().rev().map(|line| line.listed.id).collect()))
        });
        let opened = ids.into_iter().map(|id| match self.opened(id).draft.body {
            Body::Question(question) => question,
            other => panic!("{other:?}"),
        });
        opened.collect()
    }

    /// An entry as the team reads it.
    fn opened(&self, id: EntryId) -> Entry {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(self.desk().state().opened(id)).unwrap().unwrap()
    }
}

fn words(question: &Question) -> &str {
    question.words.as_ref().unwrap().reveal()
}

/// What an independent reader makes of the codes on a picture.
fn codes_on(picture: &std::path::Path) -> Vec<String> {
    let picture = image::open(picture).unwrap().to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let dot = |x, y| picture.get_pixel(x as u32, y as u32).0[0];
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, dot);
    seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// Everything below `folder`, byte for byte.
fn bytes_of(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn a_question_reaches_the_team_once_whatever_goes_away_in_between() {
    let mut hall = Hall::open();
    hall.leave("Ik snap deze brief niet");
    let questions = hall.questions(1);
    assert_eq!(words(&questions[0]), "Ik snap deze brief niet");
    assert_eq!(questions[0].topic, Some(Topic::Letters));
    assert!(matches!(questions[0].contact, Some(Contact::VisitUs)));
    let tickets = hall.folder.tickets();
    assert!(!tickets.exists(), "nothing is printed that nobody asked for");
    hall.tap("Briefje");
    hall.reads("Pak uw briefje.");
    let id = hall
        .at_the_desk("the question", |conn| Ok(cards::unclaimed(conn, &[1], 0, false, 100)?.last().map(|line| line.listed.id)));
    let codes = codes_on(&tickets.join("ticket-0001.png"));
    let secret = Secret::from_code(&codes[0]).expect("the ticket's code is a secret");
    assert_eq!((codes.len(), Some(secret.recognition())), (1, hall.opened(id).recognition), "the one that the team recognises");
    hall.tap("Klaar");

    hall.take_the_desk_away();
    hall.leave("En ook de tweede brief niet");
    hall.reads("Wij sturen uw vraag zodra het kan");
    hall.take_the_kiosk_away();

    let kept = bytes_of(&hall.folder.kiosk());
    for word in ["snap deze brief", "tweede brief"] {
        assert!(!kept.windows(word.len()).any(|bytes| bytes == word.as_bytes()), "the kiosk's disk says {word:?}");
    }

    hall.bring_the_desk_back();
    hall.bring_the_kiosk();
    let mut all: Vec<String> = hall.questions(2).iter().map(|question| words(question).to_owned()).collect();
    all.sort();
    assert_eq!(all, ["En ook de tweede brief niet", "Ik snap deze brief niet"]);

    // Somebody is wanted now: two touches, and "Er komt iemand" only after somebody said so.
    hall.wake();
    hall.tap("Ik wil nu iemand spreken");
    hall.reads("Wij roepen iemand.");
    let state = hall.desk().state().clone();
    let now = state.now();
    let call = hall.at_the_desk("the call", move |conn| Ok(calls::open(conn, &[1], now, 10)?.first().map(|call| call.id)));
    assert!(!hall.said().iter().any(|text| text.contains("Er komt iemand")));
    let now = state.now();
    let came = state.store.write_waiting(News::Hall, move |conn| {
        let worker = workers::by_name(conn, "wijkteam")?.expect("the try-out has a worker");
        calls::come(conn, call, worker.id, now)
    });
    assert!(came.unwrap());
    hall.reads("Er komt iemand");
    hall.take_the_kiosk_away();
}
