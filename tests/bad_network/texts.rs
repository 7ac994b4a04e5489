//! What a manager rewords at the desk, until it is a text of the glass; and a desk that sends what cannot be one.

use crate::post::Post;
use crate::proxy::{Seen, Weather};
use inloop::desk::store::{kiosks, own_texts};
use inloop::desk::wording;
use inloop::entry::Language;
use inloop::kiosk::courier::News;
use inloop::kiosk::told_texts::Told;
use inloop::kiosk::wording::{Wording, refuses};
use inloop::texts::{Library, Text};
use inloop::wire::{HEALTH, TEXTS};

const BUNDLED: &str = "Ik heb een vraag";

fn says(post: &Post) -> Library {
    Wording::new(None, &post.kiosk_folder()).library().unwrap()
}

fn ask(post: &Post) -> String {
    says(post).say(Language::NL, &Text::key("home-ask"))
}

fn reword(post: &Post, language: &'static str, key: &'static str, words: &'static str) {
    post.at_desk(move |conn, _| own_texts::say(conn, language.parse().unwrap(), key, words));
}

/// Fetches the site now, and waits until its texts are here.
fn taken_over(post: &Post) {
    post.courier().link_came_up();
    post.until("the desk's texts", |news| matches!(news, News::Texts).then_some(()));
}

#[test]
fn a_reworded_text_is_said_by_the_glass_and_one_that_is_taken_back_is_said_as_before() {
    let mut post = Post::open();
    assert_eq!(ask(&post), BUNDLED);
    reword(&post, "nl", "home-ask", "Ik wil iets vragen");
    reword(&post, "ar", "home-ask", "عندي سؤال لكم");
    taken_over(&post);
    assert_eq!(ask(&post), "Ik wil iets vragen");
    assert_eq!(says(&post).say("ar".parse().unwrap(), &Text::key("home-ask")), "عندي سؤال لكم");
    assert_eq!(says(&post).say("en".parse().unwrap(), &Text::key("home-ask")), "I have a question");

    post.restart_kiosk();
    post.proxy.set(Weather::Cut);
    assert_eq!(ask(&post), "Ik wil iets vragen", "without a desk the last good ones go on");
    post.proxy.set(Weather::Clear);
    post.carry(crate::post::PATIENCE);
    post.at_desk(|conn, _| own_texts::take_back(conn, Language::NL, "home-ask"));
    taken_over(&post);
    assert_eq!(ask(&post), BUNDLED);
    assert_eq!(says(&post).say("ar".parse().unwrap(), &Text::key("home-ask")), "عندي سؤال لكم");
}

#[test]
fn what_a_desk_says_that_no_glass_can_say_changes_nothing_and_the_desk_is_told() {
    let post = Post::open();
    reword(&post, "nl", "home-ask", "Ik wil iets vragen");
    taken_over(&post);
    // The pages would not have saved it.
    reword(&post, "nl", "home-question", "Wat { $dan }?");
    let from = post.proxy.seen();
    post.courier().link_came_up();
    post.proxy.wait_for("the word about it", from, |seen| {
        let answered = |path: &str, seen: &[Seen]| seen.iter().position(|one| one.path == path && one.status == Some(200));
        let fetched = answered(&format!("{TEXTS}/nl"), seen);
        fetched.is_some_and(|at| answered(HEALTH, &seen[at..]).is_some())
    });
    let told = post.at_desk(|conn, _| Ok(kiosks::all(conn)?.remove(0))).health.unwrap().texts.unwrap();
    assert!(told.starts_with("nl.ftl") && told.contains("home-question"), "{told}");
    assert_eq!(ask(&post), "Ik wil iets vragen");
    assert_eq!(says(&post).say(Language::NL, &Text::key("home-question")), "Wat wilt u doen?");
}

#[test]
fn whatever_letter_the_desk_takes_the_kiosks_fonts_draw() {
    let strange: String = ('\u{20}'..='\u{ffff}').filter(|c| wording::draws(*c) && !inloop_ui::measure::draws(*c)).collect();
    assert_eq!(strange, "", "they would be boxes, and the kiosk would refuse them");
}

#[test]
fn what_the_desk_tells_of_all_its_texts_is_taken_by_a_kiosk_as_it_is() {
    for (code, _) in wording::BUNDLED {
        let language = code.parse().unwrap();
        let own = wording::texts(language).into_iter().flat_map(|group| group.texts).collect();
        assert!(wording::fits(language, &own), "{code}: all of a language at once");
        assert_eq!(refuses(code, &wording::told(language, &own).ftl), None, "{code}");
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::in_folder(folder.path(), Some(refuses));
        told.fetch(&[wording::named(language, &own).unwrap()], |language| Some(wording::told(language, &own)));
        assert_eq!(told.wrong(), None);
    }
}
