//! The team's own system, and what the queue promises whatever it answers.

use crate::handing::{Desk, LONG, halt, question, turn, until_idle};
use crate::receiver::{Mood, Receiver, SECRET, section};
use crate::team::{self, Left};
use inloop::desk::connect::runner::{TRIES, Turn};
use inloop::desk::connect::way::ASK_AGAIN;
use inloop::desk::connect::{Done, Halt, WEBHOOK, Why, webhook};
use inloop::desk::store::News;
use inloop::desk::store::outgoing::{self, LEAVES_AFTER, State};
use inloop::entry::*;
use std::time::Duration;

async fn desk(choice: &str) -> (Desk, Receiver) {
    let (receiver, connect) = Receiver::start(choice).await;
    (Desk::new(&connect, &[(webhook::SECRET, SECRET)]), receiver)
}

fn leave(desk: &Desk, id: EntryId) -> bool {
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::leave(conn, WEBHOOK, id)).unwrap()
}

fn again(desk: &Desk, id: EntryId) -> bool {
    let now = desk.state.now();
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::again(conn, WEBHOOK, id, now)).unwrap()
}

#[tokio::test]
async fn it_is_told_teken_contact_and_link_and_nothing_that_was_not_chosen() {
    let (desk, receiver) = desk("").await;
    let id = desk.left(question());
    until_idle(&desk, &mut desk.runner(), 3).await;
    let told = &receiver.taken()[&id.to_string()];
    assert_eq!(told["type"], "entry.left");
    let data = &told["data"];
    assert_eq!((&data["teken"], &data["name"]), (&"Boom 27".into(), &"Fatma".into()));
    assert_eq!((&data["contact"]["by"], &data["contact"]["phone"]), (&"call".into(), &"0612345678".into()));
    assert_eq!(data["link"], format!("https://inloop.example.nl/kaart/{id}"));
    // A number that is not safe never goes without saying so.
    assert!(data["contact"]["advice"].to_string().contains("Dit nummer is niet veilig"), "{data}");
    let all = told.to_string();
    for secret in ["verwarming", "slapen", "money", "Geld", "papers", "question", "Vraag"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    let out = desk.out(id).unwrap();
    assert_eq!((out.state, out.done_at.is_some()), (State::Done, true));
}

#[tokio::test]
async fn where_the_site_chose_so_it_is_told_words_and_topic_too() {
    let (desk, receiver) = desk("words = true\ntopic = true").await;
    let (id, worry) = (desk.left(question()), desk.left(Left::worry(7, Worry::default())));
    until_idle(&desk, &mut desk.runner(), 5).await;
    let data = receiver.taken()[&id.to_string()]["data"].clone();
    assert_eq!(data["words"], "mijn verwarming doet het niet\nrustig slapen");
    assert_eq!((&data["topic"]["sort"], &data["topic"]["text"]), (&"question".into(), &"Geld en schulden".into()));
    assert_eq!(receiver.taken()[&worry.to_string()]["data"]["topic"]["sort"], "worry");
}

#[tokio::test]
async fn nothing_leaves_before_it_has_waited_and_until_then_a_worker_can_say_no() {
    let (desk, receiver) = desk("").await;
    let (id, other) = (desk.left(question()), desk.left(Left::words(2, "nog iets")));
    let mut runner = desk.runner();
    desk.clock.advance(Duration::from_secs(LEAVES_AFTER as u64 - 1));
    assert!(matches!(runner.turn().await.unwrap(), Turn::Idle(Some(_))));
    assert_eq!(receiver.asked(), 0);
    assert!(leave(&desk, id));
    desk.clock.advance(Duration::from_secs(1));
    until_idle(&desk, &mut runner, 3).await;
    assert_eq!(receiver.taken().into_keys().collect::<Vec<_>>(), [other.to_string()]);
    assert_eq!(desk.out(id).unwrap().state, State::Dropped);
    assert!(again(&desk, id), "and the worker can change their mind");
    until_idle(&desk, &mut runner, 3).await;
    assert_eq!(receiver.taken().len(), 2);
}

#[tokio::test]
async fn whatever_is_answered_on_the_way_it_arrives_once() {
    let (desk, receiver) = desk("").await;
    receiver.mood(&[Mood::Says(500), Mood::LosesTheAnswer, Mood::Busy(7), Mood::Says(408), Mood::Says(503)]);
    let id = desk.left(question());
    let mut runner = desk.runner();
    for _ in 0..5 {
        assert!(matches!(halt(&turn(&desk, &mut runner).await), Halt::Later(_)));
    }
    assert_eq!(turn(&desk, &mut runner).await, Turn::Carried(Ok(Done::default())));
    assert_eq!((receiver.asked(), receiver.taken().len()), (6, 1), "the same id on every try");
    assert_eq!(desk.out(id).unwrap().why, None);
}

#[tokio::test]
async fn a_refusal_is_set_apart_and_the_next_goes_on_and_somebody_can_send_it_again() {
    let (desk, receiver) = desk("").await;
    receiver.mood(&[Mood::Says(422)]);
    let (one, two) = (desk.left(question()), desk.left(Left::words(2, "nog iets")));
    let mut runner = desk.runner();
    until_idle(&desk, &mut runner, 4).await;
    let states = [one, two].map(|id| desk.out(id).unwrap().state);
    assert!(states.contains(&State::Parked) && states.contains(&State::Done), "{states:?}");
    assert_eq!((desk.queue(WEBHOOK).parked, desk.queue(WEBHOOK).waiting), (1, 0));
    let parked = [one, two].into_iter().find(|id| desk.out(*id).unwrap().state == State::Parked).unwrap();
    assert_eq!(desk.out(parked).unwrap().why.unwrap(), Why::Refused(422, String::new()).to_string());
    assert!(again(&desk, parked));
    until_idle(&desk, &mut runner, 2).await;
    assert_eq!(receiver.taken().len(), 2);
}

#[tokio::test]
async fn what_never_succeeds_is_set_apart_and_holds_up_nobody() {
    let (desk, receiver) = desk("").await;
    receiver.mood(&[Mood::Says(500); TRIES as usize]);
    let id = desk.left(question());
    until_idle(&desk, &mut desk.runner(), TRIES as usize + 1).await;
    let out = desk.out(id).unwrap();
    assert_eq!((out.state, out.why), (State::Parked, Some(Why::TooOften.to_string())));
    receiver.mood(&[]);
}

#[tokio::test]
async fn whoever_lets_nobody_in_is_not_pressed_and_is_asked_again_later() {
    let (desk, receiver) = desk("").await;
    receiver.mood(&[Mood::Says(401)]);
    desk.left(question());
    desk.left(Left::words(2, "nog iets"));
    let mut runner = desk.runner();
    assert_eq!(halt(&turn(&desk, &mut runner).await), &Halt::Paused(Why::Token(401)));
    assert_eq!(desk.queue(WEBHOOK).road.paused, Some(Why::Token(401).to_string()));
    assert!(matches!(runner.turn().await.unwrap(), Turn::Closed(_)));
    assert_eq!(
        (receiver.asked(), desk.queue(WEBHOOK).waiting),
        (1, 2),
        "nothing is lost, and nothing is thrown at a closed door"
    );
    desk.clock.advance(ASK_AGAIN);
    until_idle(&desk, &mut runner, 3).await;
    assert_eq!((receiver.taken().len(), desk.queue(WEBHOOK).road.paused), (2, None));
}

#[tokio::test]
async fn a_system_that_asks_for_time_gets_it() {
    let (desk, receiver) = desk("").await;
    receiver.mood(&[Mood::Busy(600)]);
    desk.left(question());
    let mut runner = desk.runner();
    turn(&desk, &mut runner).await;
    desk.clock.advance(Duration::from_secs(599));
    assert!(matches!(runner.turn().await.unwrap(), Turn::Closed(_)));
    assert_eq!(receiver.asked(), 1);
    desk.clock.advance(Duration::from_secs(1));
    assert_eq!(runner.turn().await.unwrap(), Turn::Carried(Ok(Done::default())));
}

#[tokio::test]
async fn the_queue_survives_a_restart_and_a_restore_sends_again_under_the_same_id() {
    let (desk, receiver) = desk("").await;
    let id = desk.left(question());
    let copy = desk.copy();
    let desk = desk.restarted();
    until_idle(&desk, &mut desk.runner(), 2).await;
    let desk = desk.restored(&copy);
    until_idle(&desk, &mut desk.runner(), 2).await;
    assert_eq!((receiver.asked(), receiver.taken().into_keys().collect::<Vec<_>>()), (2, vec![id.to_string()]));
}

#[tokio::test]
async fn what_is_erased_here_is_told_there_unless_it_never_left() {
    let (desk, receiver) = desk("").await;
    let (gone, sent) = (desk.left(question()), desk.left(Left::words(2, "nog iets")));
    desk.erase(gone);
    assert!(desk.out(gone).is_none(), "nothing of it had left");
    until_idle(&desk, &mut desk.runner(), 3).await;
    desk.erase(sent);
    desk.erase(sent);
    until_idle(&desk, &mut desk.runner(), 3).await;
    let taken = receiver.taken();
    assert_eq!(taken.keys().cloned().collect::<Vec<_>>(), [sent.to_string(), format!("{sent}-erased")]);
    assert_eq!(taken[&format!("{sent}-erased")]["type"], "entry.erased");
    assert!(desk.out(sent).is_none(), "forgotten here once it is gone there");
}

#[tokio::test]
async fn a_worker_who_says_no_wins_over_a_try_that_is_under_way() {
    let (desk, _receiver) = desk("").await;
    let id = desk.left(question());
    desk.clock.advance(LONG);
    let now = desk.state.now();
    let taken = desk.state.store.write_waiting(News::Silent, move |conn| outgoing::take(conn, WEBHOOK, now)).unwrap().unwrap();
    assert!(leave(&desk, id));
    let noted = desk.state.store.write_waiting(News::Silent, move |conn| {
        let noted = outgoing::note(conn, &taken, "{}", now)?;
        outgoing::done(conn, &taken, None, now)?;
        Ok(noted)
    });
    assert!(!noted.unwrap());
    assert_eq!(desk.out(id).unwrap().state, State::Dropped);
}

#[tokio::test]
async fn a_clock_that_was_set_back_strands_nothing() {
    let (desk, receiver) = desk("").await;
    desk.left(question());
    desk.clock.jump(team::MONDAY_NOON - 30 * 24 * 3600, true);
    assert_eq!(desk.runner().turn().await.unwrap(), Turn::Carried(Ok(Done::default())));
    assert_eq!(receiver.taken().len(), 1);
}

#[test]
fn a_secret_that_is_missing_open_or_odd_is_one_clear_sentence_without_a_part_of_it() {
    let connect = section("https://example.nl/haak", "");
    let said = |desk: &Desk| desk.try_connectors().err().unwrap().to_string();
    let none = Desk::new(&connect, &[]);
    assert!(said(&none).contains("webhook.secret"), "{}", said(&none));
    let odd = Desk::new(&connect, &[(webhook::SECRET, "geheim-van-de-post")]);
    assert!(said(&odd).contains("whsec_") && !said(&odd).contains("geheim"), "{}", said(&odd));
    let open = Desk::new(&connect, &[(webhook::SECRET, SECRET)]);
    open.open_to_others(webhook::SECRET);
    assert!(said(&open).contains("can be read by others"), "{}", said(&open));
}

#[tokio::test]
async fn neither_words_nor_numbers_nor_secrets_stand_in_the_clear_at_the_desk() {
    let (desk, receiver) = desk("words = true\ntopic = true").await;
    receiver.mood(&[Mood::Says(500), Mood::Says(422)]);
    desk.left(question());
    let mut runner = desk.runner();
    until_idle(&desk, &mut runner, 4).await;
    let bytes = desk.bytes();
    for secret in ["verwarming", "0612345678", "Fatma", &SECRET[6..]] {
        assert!(memchr::memmem::find(&bytes, secret.as_bytes()).is_none(), "{secret}");
    }
}

#[tokio::test]
async fn an_authority_of_the_house_is_believed_where_it_is_named_and_without_it_the_queue_pauses_and_says_why() {
    let (receiver, connect, vouches) = Receiver::guarded().await;
    let unnamed = connect.replace("authority = \"huis.pem\"", "");
    let desk = Desk::new(&unnamed, &[(webhook::SECRET, SECRET)]);
    desk.left(question());
    desk.clock.advance(Duration::from_secs(LEAVES_AFTER as u64));
    let turned = desk.runner().turn().await.unwrap();
    assert!(matches!(&turned, Turn::Carried(Err(Halt::Paused(Why::Untrusted)))), "{turned:?}");
    assert_eq!(receiver.asked(), 0, "nothing was said to whom nobody vouches for");

    let desk = Desk::new(&connect, &[(webhook::SECRET, SECRET), ("huis.pem", &vouches)]);
    let id = desk.left(question());
    until_idle(&desk, &mut desk.runner(), 3).await;
    assert_eq!(receiver.taken().into_keys().collect::<Vec<_>>(), [id.to_string()]);
    // A file that is no certificate is said at the start, and named.
    for (text, said) in [("geen certificaat", "holds no certificate in PEM"), (vouches.split('\n').next().unwrap(), "huis.pem")] {
        let desk = Desk::new(&connect, &[(webhook::SECRET, SECRET), ("huis.pem", text)]);
        let error = desk.try_connectors().err().unwrap().to_string();
        assert!(error.contains(said) && error.contains("huis.pem"), "{error}");
    }
}

#[tokio::test]
async fn a_changed_contact_is_an_event_of_its_own_once_each_and_what_had_not_left_goes_with_the_new_one() {
    let (desk, receiver) = desk("").await;
    let (id, late) = (desk.left(question()), desk.left(question()));
    let sms = |number: &str| Contact::Sms { number: PhoneNumber::parse(number).ok(), safe: Some(true) };
    let mut runner = desk.runner();
    // Only the first has left when both are changed.
    desk.clock.advance(Duration::from_secs(LEAVES_AFTER as u64));
    runner.turn().await.unwrap();
    let first = if receiver.taken().contains_key(&id.to_string()) { id } else { late };
    let other = if first == id { late } else { id };
    for changed in [first, other] {
        assert!(!desk.reach_by(changed, sms("0687654321")).await);
    }
    until_idle(&desk, &mut runner, 4).await;
    let taken = receiver.taken();
    assert_eq!(taken[&first.to_string()]["data"]["contact"]["phone"], "0612345678", "as it left");
    assert_eq!(taken[&other.to_string()]["data"]["contact"]["phone"], "0687654321");
    let events: Vec<_> = taken.iter().filter(|(_, told)| told["type"] == "entry.contact").collect();
    assert_eq!(events.len(), 1, "what had not left needs no second word: {taken:?}");
    let (name, told) = events[0];
    assert!(name.starts_with(&format!("{first}-contact-")), "{name}");
    assert_eq!((&told["data"]["id"], &told["data"]["contact"]["phone"]), (&first.to_string().into(), &"0687654321".into()));
    assert!(told["data"].get("name").is_none() && told["data"].get("words").is_none());
    // Another change is another event; a lost answer is not.
    receiver.mood(&[Mood::LosesTheAnswer]);
    desk.reach_by(first, sms("0611223344")).await;
    until_idle(&desk, &mut runner, 3).await;
    let count = receiver.taken().values().filter(|told| told["type"] == "entry.contact").count();
    assert_eq!((count, desk.out(first).unwrap().state), (2, State::Done));
}

#[tokio::test]
async fn a_change_while_the_one_before_is_under_way_is_not_lost() {
    let (desk, _receiver) = desk("").await;
    let id = desk.left(question());
    let sms = |number: &str| Contact::Sms { number: PhoneNumber::parse(number).ok(), safe: Some(true) };
    until_idle(&desk, &mut desk.runner(), 2).await;
    desk.reach_by(id, sms("0687654321")).await;
    let later = desk.state.now() + LEAVES_AFTER;
    let taken = desk.state.store.write_waiting(News::Pages, move |conn| outgoing::take(conn, WEBHOOK, later)).unwrap().unwrap();
    desk.reach_by(id, sms("0611223344")).await;
    // The answer to the first comes after the second was asked for.
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::done(conn, &taken, None, later)).unwrap();
    assert_eq!(desk.out(id).unwrap().state, State::Waiting);
    // Somebody changes it there by hand.
    assert!(leave(&desk, id));
    assert_eq!(desk.out(id).unwrap().state, State::Done);
}
