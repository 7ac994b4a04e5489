//! What the register is told: what the site chose, within its limits, and never more.

use crate::by_hand::Bench;
use crate::double::{ACTOR, Double, TEAM, TOKEN, section};
use crate::exactly_one::{VERSIONS, assert_one_of_each, desk};
use crate::handing::{halt, question, until_idle};
use crate::register::{ADDRESSES, CONTACTS, PARTIES, TASKS, Version};
use crate::team::{self, Left};
use inloop::desk::config::{Config, SAMPLE};
use inloop::desk::connect::runner::Runner;
use inloop::desk::connect::{self, Halt, Why, open_klant};
use inloop::desk::store::outgoing::State;
use inloop::entry::*;
use serde_json::Value;

fn ours(double: &Double, things: &str) -> Value {
    double.with(|register| register.all(things).pop().unwrap().clone())
}

#[tokio::test]
async fn by_default_it_is_told_teken_contact_and_link_and_neither_words_nor_topic() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        until_idle(&desk, &mut desk.runner(), 2).await;
        let (contact, party, address, task) =
            (ours(&double, CONTACTS), ours(&double, PARTIES), ours(&double, ADDRESSES), ours(&double, TASKS));
        assert_eq!(contact["onderwerp"], "Iemand vraagt contact: Boom 27");
        assert_eq!(
            (&contact["kanaal"], &contact["taal"], &contact["vertrouwelijk"]),
            (&"Inloop".into(), &"nld".into(), &true.into())
        );
        // 48 hours are counted from when the resident left it.
        assert_eq!(contact["plaatsgevondenOp"], "2026-11-23T11:00:00Z");
        assert!(contact.get("inhoud").is_none());
        assert_eq!((&party["contactnaam"]["voornaam"], &party["wasPartij"]), (&"Fatma".into(), &Value::Null));
        assert_eq!((&address["adres"], &address["soortDigitaalAdres"]), (&"0612345678".into(), &"telefoonnummer".into()));
        assert_eq!(task["toegewezenAanActoren"][0]["uuid"], ACTOR);
        let told = task["toelichting"].as_str().unwrap();
        for line in ["Teken: Boom 27", &format!("https://inloop.example.nl/kaart/{id}"), "Dit nummer is niet veilig", "Ochtend"] {
            assert!(told.contains(line), "{line}: {told}");
        }
        let all = format!("{contact}{party}{address}{task}");
        for secret in ["verwarming", "slapen", "Geld", "money", "papers", "Vraag", "question"] {
            assert!(!all.contains(secret), "{secret}: {all}");
        }
    }
}

#[tokio::test]
async fn where_the_site_chose_so_it_is_told_words_and_topic_and_a_worry_is_not_named_otherwise() {
    let (desk, double) = desk(Version::V2_18, "words = true\ntopic = true").await;
    desk.left(question());
    until_idle(&desk, &mut desk.runner(), 2).await;
    let contact = ours(&double, CONTACTS);
    assert_eq!(contact["onderwerp"], "Geld en schulden: Boom 27");
    assert_eq!(contact["inhoud"], "mijn verwarming doet het niet\nrustig slapen");
    for (choice, subject) in [("", "Iemand vraagt contact: Boom 00"), ("topic = true", "Zorg om iemand: Boom 00")] {
        let (desk, double) = crate::exactly_one::desk(Version::V2_18, choice).await;
        desk.left(Left::worry(0, Worry { danger: Some(true), ..Worry::default() }));
        until_idle(&desk, &mut desk.runner(), 2).await;
        assert_eq!(ours(&double, CONTACTS)["onderwerp"], subject);
    }
}

/// Every way of contact, every length, every script: all of it is taken.
#[tokio::test]
async fn whatever_residents_leave_is_within_what_the_register_takes() {
    for version in VERSIONS {
        let (desk, _double) =
            desk(version, "words = true\ntopic = true\nsend = [\"question\", \"worry\", \"offering\", \"wish\"]").await;
        let mut ids = team::a_busy_morning(&desk.state, desk.kiosk);
        ids.extend(team::other_cards(&desk.state, desk.kiosk));
        let long = Question {
            words: Words::new(&"😀".repeat(280)).ok(),
            name: Words::new(&"é".repeat(40)).ok(),
            goal: Some(Goal::Own(Words::new(&"ة".repeat(80)).unwrap())),
            contact: Some(Contact::Sms { number: PhoneNumber::parse("0031612345678").ok(), safe: None }),
            ..Question::default()
        };
        ids.push(team::arrive(&desk.state, desk.kiosk, Left { language: "fa", ..Left::question(9, long) }));
        ids.iter().for_each(|id| desk.queued(*id, connect::Sort::Question));
        until_idle(&desk, &mut desk.runner(), ids.len() + 1).await;
        for id in ids {
            let out = desk.out(id).unwrap();
            assert_eq!(out.state, State::Done, "{:?}", out.why);
        }
    }
}

#[tokio::test]
async fn who_gave_no_number_has_no_address_there_and_the_task_says_so() {
    let (desk, double) = desk(Version::V2_18, "").await;
    let call = Contact::Call { number: None, when: None, voicemail: false, safe: None };
    desk.left(Left::question(3, Question { contact: Some(call), ..Question::default() }));
    until_idle(&desk, &mut desk.runner(), 2).await;
    assert_eq!(double.with(|register| register.all(ADDRESSES).len()), 3);
    assert!(ours(&double, TASKS)["toelichting"].as_str().unwrap().contains("Geen nummer achtergelaten."));
}

#[tokio::test]
async fn the_token_stands_in_no_file_of_the_store_and_prints_nowhere() {
    let (desk, double) = desk(Version::V2_18, "").await;
    let id = desk.left(question());
    let mut runner = desk.runner();
    until_idle(&desk, &mut runner, 2).await;
    assert_one_of_each(&desk, &double, id, "sent");
    assert!(memchr::memmem::find(&desk.bytes(), TOKEN.as_bytes()).is_none());
    let config = desk.state.connect.open_klant.clone().unwrap();
    assert_eq!(config.team, TEAM);
    assert!(!format!("{runner:?}{config:?}").contains(TOKEN));
}

/// Nothing answers where the register is said to be.
#[test]
fn intake_goes_on_while_the_register_is_dead() {
    let bench = Bench::connected(&section("http://127.0.0.1:9/klantinteracties/api/v1", ""));
    crate::handing::secret(bench.folder.path(), open_klant::TOKEN, TOKEN);
    let kiosk = bench.enrol(1);
    let connector = connect::all(&bench.state.connect, &bench.config.keys).unwrap().remove(0);
    let mut runner = Runner::new(bench.state.clone(), connector);
    for n in 1..=20 {
        assert_eq!(bench.ask(kiosk.put(kiosk.question(n, &bench).envelope())).status, 201);
        bench.clock.advance(crate::handing::LONG);
        let turn = bench.wait(runner.turn()).unwrap();
        assert!(matches!(turn, connect::runner::Turn::Closed(_)), "{turn:?}");
    }
    let queue = bench.read(|conn| inloop::desk::store::outgoing::queue(conn, connect::OPEN_KLANT));
    assert_eq!((queue.waiting, queue.road.why), (20, Some(Why::Unreached.to_string())));
}

#[tokio::test]
async fn a_page_of_somebody_in_between_is_no_answer() {
    let (desk, double) = desk(Version::V2_18, "").await;
    desk.left(question());
    let mut runner = desk.runner();
    crate::handing::turn(&desk, &mut runner).await;
    desk.left(Left::words(4, "nog iets"));
    double.says(Some((200, None)));
    // JSON, and nothing that was asked for: 200 where a thing was to be made.
    let turn = crate::handing::turn(&desk, &mut runner).await;
    assert!(matches!(halt(&turn), Halt::Later(_)), "{turn:?}");
    double.says(None);
    until_idle(&desk, &mut runner, 3).await;
    assert_eq!(double.with(|register| register.all(CONTACTS).len()), 5);
}

#[test]
fn a_register_without_a_team_or_an_actor_is_refused_by_name() {
    let named = SAMPLE.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
    let parse = |from: &str, to: &str| {
        let connect = section("https://example.nl/klantinteracties/api/v1", "").replace(from, to);
        Config::parse(&format!("{named}\n{connect}")).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(parse("", ""), Ok(()));
    assert!(parse(TEAM, " ").unwrap_err().contains("connect.open_klant.team"));
    assert!(parse(ACTOR, "wijkteam").unwrap_err().contains("actor"));
    assert!(parse("reader = \"de gemeente\"", "reader = \"\"").unwrap_err().contains("reader"));
}
