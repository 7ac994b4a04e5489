//! Flow A, and what stands around it.

use super::*;
use crate::entry::{Contact, Goal, Need, Topic, When};

#[test]
fn a_site_leaves_topics_out_and_something_else_always_stays_last() {
    let topics = |topics: &[Topic]| {
        let mut hall = Hall::at(SiteView { topics: topics.to_vec(), ..site() });
        hall.does(Event::Touch).chooses("question");
        tiles_of(&hall.visit.view())
    };
    let few = [Topic::Health, Topic::Money, Topic::Letters, Topic::Meeting];
    let ids = ["topic-money", "topic-letters", "topic-health", "topic-meeting", "topic-else", "rather-not"];
    assert_eq!(topics(&few), ids, "in the order of the glass, whatever the order of the site");
    assert_eq!(topics(&[]), ["topic-else", "rather-not"]);
}

#[test]
fn a_topic_that_the_site_leaves_out_is_not_chosen_and_one_that_was_chosen_stays() {
    let money = SiteView { topics: vec![Topic::Money], ..site() };
    let mut hall = Hall::at(money.clone());
    hall.does(Event::Touch).chooses("question").does(Event::Choose("topic-work".into()));
    assert!(hall.reads("Waar gaat het over?"), "nobody sees that tile");
    hall.chooses("topic-money");
    assert!(hall.reads("Wat heeft u nu nodig?"));

    let mut hall = Hall::at(site());
    hall.does(Event::Touch).chooses("question").chooses("topic-work").does(Event::Site(money));
    assert!(hall.reads("Wat heeft u nu nodig?"), "who said what it is about is asked nothing again");
}

#[test]
fn a_question_takes_at_most_nine_touches() {
    let mut hall = Hall::open();
    hall.at_the_overview().goes_on();
    assert!(hall.touches <= 9, "{} touches", hall.touches);
    hall.keeps();
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
    assert!(hall.reads("Uw teken is Boom 27."));
    let question = &hall.questions[0];
    assert_eq!((question.topic, question.need), (Some(Topic::Money), Some(Need::Explain)));
    assert!(matches!(question.contact, Some(Contact::VisitUs)));
    assert!(matches!(question.goal, Some(Goal::Rest)));
}

#[test]
fn with_a_phone_number_it_takes_at_most_twenty_two() {
    let mut hall = Hall::open();
    hall.at_the_contact().chooses("contact-call");
    hall.touches(Event::ZeroSix).types("12345678").goes_on();
    hall.chooses("when-morning").goes_on().goes_on().chooses("goal-overview").goes_on();
    assert!(hall.touches <= 22, "{} touches", hall.touches);
    hall.keeps();
    let Some(Contact::Call { number: Some(number), when, voicemail, safe }) = &hall.questions[0].contact else {
        panic!("no number in {:?}", hall.questions[0]);
    };
    assert_eq!((number.reveal(), *when, *voicemail, *safe), ("0612345678", Some(When::Morning), false, None));
}

#[test]
fn somebody_to_talk_to_is_two_touches_away() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("talk-now");
    assert_eq!((hall.touches, hall.rung, hall.held.len()), (2, 1, 1));
    assert!(hall.reads("Wij roepen iemand.") && hall.reads("Ga maar zitten."));
    assert!(!hall.all_read().iter().any(|text| text.starts_with("U bent")), "no teken before it is kept");
    hall.keeps();
    assert!(hall.reads("U bent Boom 27."));
}

#[test]
fn every_question_may_be_skipped() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question");
    for question in ["Waar gaat het over?", "Wat heeft u nu nodig?", "Wilt u iets vertellen?", "Hoe wilt u contact?"] {
        assert!(hall.reads(question), "{question}");
        assert!(hall.reads("Overslaan"));
        hall.goes_on();
    }
    hall.goes_on();
    assert!(hall.reads("Klopt dit?"));
    hall.goes_on().keeps();
    let Question { topic, need, words, spoken, contact, name, goal } = &hall.questions[0];
    assert!(
        topic.is_none()
            && need.is_none()
            && words.is_none()
            && spoken.is_none()
            && contact.is_none()
            && name.is_none()
            && goal.is_none()
    );
}

#[test]
fn a_topic_may_be_kept_to_oneself() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question").chooses("topic-money").touches(Event::Back);
    hall.chooses("rather-not").goes_on().goes_on().goes_on().goes_on().goes_on().keeps();
    assert_eq!(hall.questions[0].topic, None);
}

#[test]
fn own_words_a_name_and_an_address_arrive_as_they_were_typed() {
    let mut hall = Hall::open();
    hall.at_the_words().types("Hoe betaal ik diit").does(Event::Backspace).does(Event::Backspace);
    hall.types("t?").goes_on().chooses("contact-email").types("jan@example.nl").goes_on();
    assert!(hall.reads("U mag ook een andere naam kiezen."));
    hall.types("Jan").goes_on().chooses("goal-own").types("slapen").goes_on().goes_on().keeps();
    let question = &hall.questions[0];
    assert_eq!(question.words.as_ref().map(|words| words.reveal()), Some("Hoe betaal ik dit?"));
    assert_eq!(question.name.as_ref().map(|name| name.reveal()), Some("Jan"));
    assert!(matches!(&question.contact, Some(Contact::Email { address: Some(address) }) if address.reveal() == "jan@example.nl"));
    assert!(matches!(&question.goal, Some(Goal::Own(words)) if words.reveal() == "slapen"));
}

#[test]
fn back_goes_back_with_every_answer_kept() {
    let mut hall = Hall::open();
    hall.at_the_words().types("hallo").goes_on();
    for question in ["Typ hier uw vraag. Kort is goed.", "Wilt u iets vertellen?", "Wat heeft u nu nodig?"] {
        hall.does(Event::Back);
        assert!(hall.reads(question), "{question}");
    }
    assert!(hall.reads("Verder"), "an answered question is not skipped");
    hall.goes_on().goes_on().goes_on().goes_on().goes_on().keeps();
    assert_eq!(hall.questions[0].words.as_ref().map(|words| words.reveal()), Some("hallo"));
    assert_eq!(hall.questions[0].need, Some(Need::Explain));
}

#[test]
fn each_line_of_the_overview_can_be_changed_and_comes_back_to_it() {
    let mut hall = Hall::open();
    hall.at_the_overview().does(Event::Edit("topic".to_owned())).chooses("topic-work");
    assert!(hall.reads("Klopt dit?") && hall.reads("Werk of uitkering"));
    hall.does(Event::Edit("contact".to_owned())).chooses("contact-call").types("0201234567").goes_on();
    hall.chooses("when-any").goes_on();
    assert!(hall.reads("Klopt dit?") && hall.reads("Maakt niet uit"));
    hall.does(Event::Edit("words".to_owned())).chooses("tell-type").types("iets").goes_on();
    hall.does(Event::Edit("words".to_owned())).types("s").goes_on();
    hall.does(Event::Edit("number".to_owned())).does(Event::Back);
    hall.does(Event::Back);
    assert!(hall.reads("Wat wilt u bereiken?"), "before the overview stands what stood there before");
    hall.goes_on().goes_on().keeps();
    let question = &hall.questions[0];
    assert_eq!(question.words.as_ref().map(|words| words.reveal()), Some("ietss"));
    assert_eq!(question.topic, Some(Topic::Work));
    assert!(question.contact.as_ref().is_some_and(Contact::reaches));
}

#[test]
fn a_number_that_is_none_is_asked_about_kindly_and_may_be_left_out() {
    let mut hall = Hall::open();
    hall.at_the_contact().chooses("contact-call").types("06123").goes_on();
    assert!(hall.reads("Klopt dit nummer? Zo kunnen wij niet bellen."));
    hall.chooses("change");
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not at the number") };
    assert_eq!(typing.words, Own::Shown("06123"));
    hall.goes_on().chooses("skip");
    assert!(hall.reads("Hoe mogen wij u noemen?"));
    hall.goes_on().goes_on().goes_on().keeps();
    assert!(!hall.reads("Wij bellen u."));
    assert!(matches!(hall.questions[0].contact, Some(Contact::Call { number: None, .. })));
}

#[test]
fn an_address_that_is_none_is_asked_about_and_may_be_left_out() {
    let mut hall = Hall::open();
    hall.at_the_contact().chooses("contact-email").types("jan@").goes_on();
    assert!(hall.reads("Klopt dit adres? Zo kunnen wij niet schrijven."));
    hall.chooses("skip").goes_on().goes_on().goes_on().keeps();
    assert!(!hall.reads("Wij sturen u een e-mail."));
}

#[test]
fn help_comes_back_to_where_the_resident_was() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").does(Event::Help);
    assert!(hall.reads("Wij roepen iemand."));
    assert_eq!((hall.rung, hall.held.len()), (1, 1));
    hall.does(Event::Help);
    assert_eq!((hall.rung, hall.held.len()), (2, 1), "it rings again, and is one call");
    hall.goes_on();
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not back at the words") };
    assert_eq!(typing.words, Own::Shown("mijn huur"));
}

#[test]
fn another_language_and_larger_letters_keep_the_answers() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").does(Event::Languages);
    assert!(hall.reads("Nederlands") && hall.reads("English"));
    hall.chooses("en").does(Event::Size);
    assert!(hall.reads("Type your question here. Short is fine."));
    assert!(hall.visit.view().larger);
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not back at the words") };
    assert_eq!(typing.words, Own::Shown("mijn huur"));
    hall.does(Event::Stop).touches(Event::Touch);
    assert!(hall.reads("Wat wilt u doen?"), "the next resident starts in Dutch");
    assert!(!hall.visit.view().larger);
}

#[test]
fn a_list_longer_than_a_page_goes_on_and_comes_round() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question");
    let mut seen = Vec::new();
    for _ in 0..3 {
        let page = tiles_of(&hall.visit.view());
        assert!(page.len() <= TILES_AT_FIRST + 1, "six tiles and the small one");
        seen.extend(page.into_iter().filter(|id| id.starts_with("topic-")));
        hall.chooses("more");
    }
    assert_eq!(seen.len(), 12);
    assert!(tiles_of(&hall.visit.view()).contains(&"topic-money".to_owned()));
    hall.does(Event::TilesFit(12));
    assert_eq!(tiles_of(&hall.visit.view()).len(), 13, "all twelve fit, and nothing is behind them");
}

#[test]
fn the_home_screen_shows_only_what_works() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch);
    assert_eq!(
        tiles_of(&hall.visit.view()),
        ["question", "appointment", "have-appointment", "worry", "offer", "talk-now", "who-helps", "rate"]
    );
    assert!(hall.reads("U hoeft uw naam niet te zeggen."));
}

#[test]
fn a_way_of_contact_nobody_here_performs_is_not_offered() {
    let mut hall = Hall::at(SiteView { ways: vec![Way::Call, Way::Wait], online: false, ..site() });
    hall.at_the_contact();
    assert_eq!(tiles_of(&hall.visit.view()), ["contact-call"]);
    let mut hall = Hall::at(SiteView { ways: Vec::new(), ..site() });
    hall.at_the_contact();
    assert!(hall.reads("Wat wilt u bereiken?"), "with no way at all the question is not asked");
}
