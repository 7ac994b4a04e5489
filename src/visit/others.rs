//! "Ik maak me zorgen om iemand", "Ik wil iets doen voor de buurt", "Hoe was het?" and "Wie kan mij helpen?".
//!
//! Of somebody else no name or address is asked, and a resident who worries is talked with first. A rating is nobody's.

use super::answers::{Answers, Field};
use super::event::Effect;
use super::handing::What;
use super::show::line;
use super::site::Helper;
use super::step::{Path, Step};
use super::tiles::{picked, tile, when_key};
use super::view::*;
use super::{Visit, Way};
use crate::entry::{About, Body, CallReason, Deed, Face, Free, Mark, Rating, Sign};
use crate::texts::{Arg, Text};
use std::borrow::Cow;
use std::time::Instant;

impl Visit {
    pub(super) fn begin(&mut self, path: Path, step: Step) {
        self.answers = Answers::none();
        self.path = path;
        self.go_to(step);
    }

    /// The step after one of these; none for any other.
    pub(super) fn after_others(&self) -> Option<Step> {
        let answers = &self.answers;
        let asked_to_call = answers.way == Some(Way::Call);
        Some(match self.step {
            Step::WorryDanger if answers.danger == Some(true) => Step::Danger,
            Step::WorryCall if asked_to_call => Step::Number,
            Step::WorryDanger | Step::Danger | Step::WorryAbout | Step::WorrySign | Step::WorryKnows if self.change.is_some() => {
                Step::Overview
            }
            Step::OfferDeeds | Step::OfferFree if self.change.is_some() => Step::Overview,
            Step::WorryDanger | Step::Danger => Step::WorryAbout,
            Step::WorryAbout => Step::WorrySign,
            Step::WorrySign => Step::WorryKnows,
            Step::WorryKnows => Step::WorryCall,
            Step::WorryCall => Step::Overview,
            Step::Typing if self.path == Path::Worrying => Step::Overview,
            Step::OfferDeeds => Step::OfferFree,
            Step::OfferFree if self.ways_here().is_empty() => Step::Overview,
            Step::OfferFree => Step::Contact,
            _ => return None,
        })
    }

    pub(super) fn choose_about_others(&mut self, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        let yes = |id: &str| match id {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        match self.step {
            Step::WorryDanger => {
                let Some(danger) = yes(id) else { return };
                self.answers.danger = Some(danger);
                if danger {
                    self.raise(CallReason::Urgent, now, effects);
                }
                self.advance();
            }
            Step::WorryAbout => {
                let Some(about) = find(About::ALL, about_key, id) else { return };
                self.answers.about = Some(about);
                self.advance();
            }
            Step::WorrySign => {
                let Some(sign) = find(Sign::ALL, sign_key, id) else { return };
                self.answers.sign = Some(sign);
                self.advance();
            }
            Step::WorryKnows => {
                let Some(knows) = yes(id) else { return };
                self.answers.knows = Some(knows);
                self.advance();
            }
            Step::WorryCall => {
                let Some(call) = yes(id) else { return };
                self.answers.way = call.then_some(Way::Call);
                if !call {
                    self.answers.clear(Field::Number);
                }
                self.answers.may_call = Some(call);
                self.advance();
            }
            Step::OfferDeeds => {
                // Several may be chosen: it goes on when the resident does.
                let Some(deed) = find(Deed::ALL, deed_key, id) else { return };
                let deeds = &mut self.answers.deeds;
                match deeds.iter().position(|chosen| *chosen == deed) {
                    Some(place) => drop(deeds.remove(place)),
                    None => deeds.push(deed),
                }
            }
            Step::OfferFree => {
                let Some(free) = find(Free::ALL, free_key, id) else { return };
                self.answers.free = Some(free);
                self.advance();
            }
            Step::Rate => {
                let Some(face) = find(Face::ALL, face_key, id) else { return };
                self.answers.face = Some(face);
                self.go_to(Step::RateMark);
            }
            Step::RateMark => {
                let number = id.strip_prefix("mark-").and_then(|number| number.parse::<u8>().ok());
                let Some(mark) = number.and_then(|number| Mark::try_from(number).ok()) else { return };
                self.answers.mark = Some(mark);
                self.rate(effects);
            }
            Step::WhoHelps => {
                let place = id.strip_prefix("helper-").and_then(|place| place.parse().ok());
                if let Some(place) = place.filter(|place| *place < self.site.helpers.len()) {
                    (self.plan.helper, self.plan.leaflet) = (Some(place), None);
                    self.go_to(Step::Helper);
                }
            }
            Step::Helper if id == "ticket" => effects.extend(self.order_leaflet().map(Effect::PrintLeaflet)),
            _ => {}
        }
    }

    /// "Hoe was het?" is handed in; what stands of it where the resident walks away counts too, because nothing in it is theirs.
    pub(super) fn rate(&mut self, effects: &mut Vec<Effect>) {
        let Some(face) = self.answers.face else { return };
        let rating = Rating { face, mark: self.answers.mark };
        let handed = self.handed(What::Rating);
        self.keep(handed, Body::Rating(rating), effects);
    }

    pub(super) fn tiles_about_others(&self) -> Vec<Tile> {
        let answers = &self.answers;
        match self.step {
            Step::WorryDanger => self.yes_no("yes", "no", answers.danger),
            Step::WorryAbout => About::ALL.iter().map(|it| picked(about_key(*it), answers.about == Some(*it))).collect(),
            Step::WorrySign => Sign::ALL.iter().map(|it| picked(sign_key(*it), answers.sign == Some(*it))).collect(),
            Step::WorryKnows => self.yes_no("yes", "no", answers.knows),
            Step::WorryCall => self.yes_no("yes", "no", answers.may_call),
            Step::OfferDeeds => Deed::ALL.iter().map(|it| picked(deed_key(*it), answers.deeds.contains(it))).collect(),
            Step::OfferFree => {
                let icon = |free: Free| if free == Free::Weekend { "offer-when-weekend" } else { free_key(free) };
                let tiles =
                    Free::ALL.iter().map(|it| Tile { icon: Some(icon(*it)), ..picked(free_key(*it), answers.free == Some(*it)) });
                tiles.collect()
            }
            Step::Rate => Face::ALL.iter().rev().map(|it| picked(face_key(*it), answers.face == Some(*it))).collect(),
            Step::RateMark => Mark::all().map(|mark| self.mark_tile(mark)).collect(),
            Step::WhoHelps => {
                self.site.helpers.iter().enumerate().map(|(place, helper)| helper_tile(place, &helper.name)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn mark_tile(&self, mark: Mark) -> Tile {
        let number = mark.get().to_string();
        let picked = self.answers.mark == Some(mark);
        Tile { id: Cow::Owned(format!("mark-{number}")), label: Text::verbatim(number), icon: None, picked }
    }

    /// Below the tiles of Home: what has no tile of its own.
    pub(super) fn home_asides(&self) -> Vec<Tile> {
        let who_helps = (!self.site.helpers.is_empty()).then(|| tile("who-helps", "home-who-helps", Some("who-can-help")));
        who_helps.into_iter().chain([tile("rate", "home-rate", Some("rate"))]).collect()
    }

    pub(super) fn danger_screen(&self) -> Screen<'_> {
        let (rung, more) = self.call_news(CallReason::Urgent);
        let lines = [rung].into_iter().chain(more).chain([Text::key("call-safe-at-home")]).collect();
        Screen::Message(Message { icon: "danger-112", title: Text::key("call-112"), lines, teken: None, tiles: Vec::new() })
    }

    /// One of the *koppelkaart*, in the site's own words.
    pub(super) fn helper_screen(&self) -> Screen<'_> {
        let Some(helper) = self.shown_helper() else {
            let title = Text::key("who-helps-none");
            return Screen::Message(Message { icon: "who-can-help", title, lines: Vec::new(), teken: None, tiles: Vec::new() });
        };
        let lines = helper.lines();
        let qr_note = helper.page.as_ref().map(|_| Text::key("who-helps-more"));
        let title = Text::verbatim(helper.name.clone());
        let qr = helper.page.as_deref();
        let tiles = if self.leaflet_is_offered() { vec![tile("ticket", "ticket", Some("ticket"))] } else { Vec::new() };
        Screen::Receipt(Receipt { title, teken: None, lines, qr, qr_note, ticket: self.leaflet_news(), tiles })
    }

    pub(super) fn shown_helper(&self) -> Option<&Helper> {
        self.plan.helper.and_then(|place| self.site.helpers.get(place))
    }

    pub(super) fn lines_of_worry(&self) -> Vec<Line<'_>> {
        let answers = &self.answers;
        let said = |key: Option<&'static str>| Value::Said(Text::key(key.unwrap_or("line-empty")));
        let yes_no = |answer: Option<bool>| said(answer.map(|yes| if yes { "yes" } else { "no" }));
        let mut lines = vec![
            line("worry-who", "worry", said(answers.about.map(about_key))),
            line("worry-what", "need-talk", said(answers.sign.map(sign_key))),
            line("worry-knows", "show", yes_no(answers.knows)),
            line("words", "tell-type", self.own_or_empty(Field::Words)),
            line("contact", "contact-call", said(answers.way.map(Way::key))),
        ];
        if answers.way == Some(Way::Call) {
            lines.push(line("number", "phone", self.own_or_empty(Field::Number)));
            if !answers.is_empty(Field::Number) {
                lines.push(line("when", "clock", said(answers.when.map(when_key))));
            }
            lines.push(line("name", "name", self.own_or_empty(Field::Name)));
        }
        lines
    }

    pub(super) fn lines_of_offering(&self) -> Vec<Line<'_>> {
        let answers = &self.answers;
        let mut lines = vec![
            line("offer", "offer", self.deeds_in_words()),
            line("offer-when", "clock", Value::Said(Text::key(answers.free.map_or("line-empty", free_key)))),
        ];
        lines.extend(self.lines_of_contact());
        lines
    }

    fn deeds_in_words(&self) -> Value<'_> {
        let mut deeds = self.answers.deeds.iter().map(|deed| Text::key(deed_key(*deed)));
        let Some(first) = deeds.next() else { return Value::Said(Text::key("line-empty")) };
        let both = |most, last| Text::key("list-and").with("most", Arg::Text(most)).with("last", Arg::Text(last));
        Value::Said(deeds.fold(first, both))
    }

    pub(super) fn edit_about_others(&self, line: &str) -> Option<(Step, Path)> {
        Some(match (line, self.path) {
            ("worry-who", _) => (Step::WorryAbout, Path::ChangeOne),
            ("worry-what", _) => (Step::WorrySign, Path::ChangeOne),
            ("worry-knows", _) => (Step::WorryKnows, Path::ChangeOne),
            ("words", Path::Worrying) => (Step::Typing, Path::ChangeOne),
            ("contact", Path::Worrying) => (Step::WorryCall, Path::ChangeContact),
            ("offer", _) => (Step::OfferDeeds, Path::ChangeOne),
            ("offer-when", _) => (Step::OfferFree, Path::ChangeOne),
            _ => return None,
        })
    }

    /// Whoever worries hears first that the team talks with them, and only where it can.
    pub(super) fn lines_after_worry(&self, lines: Vec<Text>, reaches: bool) -> Vec<Text> {
        let first = reaches.then(|| Text::key("worry-first-you"));
        first.into_iter().chain(lines).collect()
    }
}

fn find<T: Copy>(all: &[T], key: impl Fn(T) -> &'static str, id: &str) -> Option<T> {
    all.iter().copied().find(|answer| key(*answer) == id)
}

fn helper_tile(place: usize, name: &str) -> Tile {
    let label = Text::verbatim(name);
    Tile { id: Cow::Owned(format!("helper-{place}")), label, icon: Some("who-can-help"), picked: false }
}

fn about_key(about: About) -> &'static str {
    match about {
        About::Neighbour => "worry-who-neighbour",
        About::Family => "worry-who-family",
        About::Friend => "worry-who-friend",
        About::Child => "worry-who-child",
        About::Else => "worry-who-else",
    }
}

fn sign_key(sign: Sign) -> &'static str {
    match sign {
        Sign::Alone => "worry-what-alone",
        Sign::Food => "worry-what-food",
        Sign::Mess => "worry-what-mess",
        Sign::Fights => "worry-what-fights",
        Sign::Money => "worry-what-money",
        Sign::Confused => "worry-what-confused",
        Sign::Unsure => "worry-what-unsure",
    }
}

fn deed_key(deed: Deed) -> &'static str {
    match deed {
        Deed::Neighbours => "offer-neighbours",
        Deed::Meal => "offer-meal",
        Deed::Jobs => "offer-jobs",
        Deed::Explain => "offer-explain",
        Deed::Start => "offer-start",
        Deed::Think => "offer-think",
        Deed::Unsure => "offer-unsure",
    }
}

fn free_key(free: Free) -> &'static str {
    match free {
        Free::Morning => "when-morning",
        Free::Afternoon => "when-afternoon",
        Free::Evening => "when-evening",
        Free::Weekend => "offer-when-weekend",
        Free::Any => "when-any",
    }
}

fn face_key(face: Face) -> &'static str {
    match face {
        Face::One => "rate-1",
        Face::Two => "rate-2",
        Face::Three => "rate-3",
        Face::Four => "rate-4",
        Face::Five => "rate-5",
    }
}
