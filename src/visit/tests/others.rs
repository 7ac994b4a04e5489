//! Flows D, E, G and H: what is asked of somebody else is never who, a rating is nobody's.

use super::*;
use crate::entry::{About, Deed, Face, Free, Mark, Sign};

#[test]
fn a_worry_takes_at_most_nine_touches_and_names_nobody() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("worry");
    assert!(hall.reads("Is er nu gevaar?"));
    hall.chooses("no").chooses("worry-who-neighbour").chooses("worry-what-alone").chooses("no");
    assert!(hall.reads("Mogen wij u bellen?"));
    hall.chooses("no");
    assert!(hall.reads("Klopt dit?") && hall.reads("Buur") && hall.reads("Alleen zijn"));
    hall.goes_on();
    assert!(hall.touches <= 9, "{} touches", hall.touches);
    assert!(!hall.reads("Bedankt dat u dit vertelt."), "not before it is kept");
    hall.keeps();
    assert!(hall.reads("Bedankt dat u dit vertelt.") && !hall.reads("Wij praten eerst met u."));
    assert!(hall.reads("U kunt langskomen als wij open zijn."), "no number, no promise to call");
    let Some(Body::Worry(worry)) = hall.others.last() else { panic!("no worry") };
    assert_eq!(
        (worry.danger, worry.about, worry.sign, worry.knows),
        (Some(false), Some(About::Neighbour), Some(Sign::Alone), Some(false))
    );
    assert!(worry.contact.is_none());
}

#[test]
fn who_worries_and_leaves_a_number_is_talked_with_first() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch)
        .chooses("worry")
        .chooses("no")
        .chooses("worry-who-child")
        .chooses("worry-what-fights")
        .chooses("yes");
    hall.chooses("yes").types("0612345678").goes_on().chooses("when-morning").goes_on();
    assert!(hall.reads("Klopt dit?"));
    hall.does(Event::Edit("words".to_owned()));
    assert!(hall.reads("Wilt u nog iets vertellen?") && hall.reads("Typ geen naam of adres van de ander."));
    hall.types("ik hoor ze 's nachts").goes_on();
    assert!(hall.reads("Klopt dit?"));
    hall.goes_on().keeps();
    assert!(hall.reads("Wij praten eerst met u.") && hall.reads("Wij bellen u."));
    let Some(Body::Worry(worry)) = hall.others.last() else { panic!("no worry") };
    assert_eq!(worry.words.as_ref().map(|words| words.reveal()), Some("ik hoor ze 's nachts"));
    assert!(worry.contact.as_ref().is_some_and(crate::entry::Contact::reaches));
}

#[test]
fn danger_rings_at_once_and_names_the_numbers() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("worry").chooses("yes");
    assert_eq!(hall.rung, 1);
    assert!(hall.reads("Bel 112.") && hall.reads("Wij roepen iemand.") && hall.reads("Veilig Thuis: 0800-2000"));
    hall.goes_on();
    assert!(hall.reads("Om wie maakt u zich zorgen?"));
}

#[test]
fn an_offer_takes_at_most_eight_touches_and_may_be_several() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("offer").chooses("offer-jobs").chooses("offer-neighbours").chooses("offer-jobs");
    hall.chooses("offer-meal").goes_on().chooses("offer-when-weekend").chooses("contact-visit-us");
    assert!(hall.reads("Klopt dit?") && hall.reads("Buren helpen en Samen eten of koffie"));
    hall.goes_on().keeps();
    assert!(hall.reads("Mooi dat u wilt helpen.") && hall.reads("Kom langs als wij open zijn."));
    let Some(Body::Offering(offering)) = hall.others.last() else { panic!("no offer") };
    assert_eq!((offering.deeds.as_slice(), offering.free), ([Deed::Neighbours, Deed::Meal].as_slice(), Some(Free::Weekend)));

    let mut hall = Hall::open();
    hall.touches(Event::Touch)
        .chooses("offer")
        .chooses("offer-meal")
        .goes_on()
        .chooses("when-any")
        .chooses("contact-visit-us")
        .goes_on();
    assert!(hall.touches <= 8, "{} touches", hall.touches);
}

#[test]
fn a_rating_takes_three_touches_and_is_nobodys() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("rate").chooses("rate-4");
    assert_eq!(hall.touches, 3);
    hall.does(Event::TilesFit(10));
    hall.chooses("mark-8").keeps();
    assert!(hall.reads("Dank u wel.") && !hall.reads("Uw teken is"));
    let Some(Body::Rating(rating)) = hall.others.last() else { panic!("no rating") };
    assert_eq!((rating.face, rating.mark.map(Mark::get)), (Face::Four, Some(8)));
}

#[test]
fn whoever_walks_away_after_the_face_has_rated_and_whoever_stops_has_not() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("rate").chooses("rate-1");
    hall.waits(LEFT_ALONE_AFTER).waits(COUNTDOWN).keeps();
    assert!(hall.is_at_rest());
    let Some(Body::Rating(rating)) = hall.others.last() else { panic!("no rating") };
    assert_eq!((rating.face, rating.mark), (Face::One, None));

    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("rate").chooses("rate-1").touches(Event::Stop).keeps();
    assert!(hall.is_at_rest() && hall.others.is_empty());
}

#[test]
fn what_could_not_be_kept_comes_back_whole() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch)
        .chooses("worry")
        .chooses("no")
        .chooses("worry-who-friend")
        .chooses("worry-what-money")
        .chooses("yes");
    hall.chooses("yes").types("0612345678").goes_on().chooses("when-evening").goes_on().goes_on().cannot_keep();
    assert!(hall.reads("Sorry, bewaren lukt nu niet."));
    hall.chooses("again").keeps();
    let Some(Body::Worry(worry)) = hall.others.last() else { panic!("no worry") };
    assert_eq!((worry.about, worry.sign, worry.knows), (Some(About::Friend), Some(Sign::Money), Some(true)));
    assert!(worry.contact.as_ref().is_some_and(crate::entry::Contact::reaches));

    let mut hall = Hall::open();
    hall.touches(Event::Touch)
        .chooses("rate")
        .chooses("rate-5")
        .does(Event::TilesFit(10))
        .chooses("mark-10")
        .cannot_keep()
        .chooses("again")
        .keeps();
    assert!(matches!(hall.others.last(), Some(Body::Rating(rating)) if rating.mark.map(Mark::get) == Some(10)));
}

#[test]
fn who_can_help_is_shown_in_the_sites_own_words_and_only_where_there_are_any() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("who-helps").chooses("helper-0");
    for said in ["Buurthuis", "Koffie en samen eten", "Grote zaal", "Telefoon: 020 765 43 21"] {
        assert!(hall.reads(said), "{said}");
    }
    assert!(matches!(hall.visit.view().screen, Screen::Receipt(Receipt { qr: Some("https://example.nl/buurthuis"), .. })));

    let mut hall = Hall::at(SiteView { helpers: Vec::new(), ..site() });
    hall.touches(Event::Touch);
    assert!(!hall.reads("Wie kan mij helpen?") && hall.reads("Hoe was het?"));
}

#[test]
fn what_is_said_of_a_helper_is_printed_once_where_there_is_a_printer() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("who-helps").chooses("helper-0").chooses("ticket");
    hall.does(Event::Choose("ticket".to_owned()));
    let [order] = &hall.leaflets[..] else { panic!("{:?}", hall.leaflets) };
    assert_eq!((order.title.as_str(), order.page.as_deref()), ("Buurthuis", Some("https://example.nl/buurthuis")));
    assert!(hall.reads("Een moment. Ik print uw briefje."));
    hall.does(Event::LeafletPrinted(false)).does(Event::Choose("ticket".to_owned()));
    assert!(hall.reads("Het briefje lukt nu niet. Maak een foto."));
    assert_eq!(hall.leaflets.len(), 1, "what failed is not tried again");
    // Another helper is another paper.
    hall.does(Event::Back).chooses("helper-0").chooses("ticket");
    assert_eq!(hall.leaflets.len(), 2);

    let mut silent = Hall::at(SiteView { printer_ready: false, ..site() });
    silent.touches(Event::Touch).chooses("who-helps").chooses("helper-0").does(Event::Choose("ticket".to_owned()));
    assert!(silent.leaflets.is_empty());
}
