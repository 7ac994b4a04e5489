//! A card that a worker writes for somebody at the counter or on the phone: sealed at once, as if a kiosk had kept it.

use super::asked::{Asked, Refused};
use super::page::{Page, Said, render};
use super::session::{Seat, Signed};
use super::steps::Choice;
use super::{Pages, Query, done};
use crate::clock::Stamp;
use crate::desk::connect::{self, Sort};
use crate::desk::store::posts::{self, Post, PostId};
use crate::desk::store::{Conn, News, StoreError, entries, kiosks};
use crate::desk::{listing, state::DeskState};
use crate::entry::{
    Body, Contact, Draft, EmailAddress, Entry, EntryId, Epoch, Header, Language, Need, PhoneNumber, Question, Topic, Words,
    find_bsn,
};
use crate::followup::TeamId;
use crate::seal;
use crate::wire::signature;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// The ways that are asked for here: how to reach somebody who is gone from the counter or the line. The words of [`Contact`].
const WAYS: [&str; 5] = ["call", "sms", "email", "visit-us", "visit-home"];

#[derive(Template)]
#[template(path = "new_card.html")]
struct NewPage {
    page: Page,
    topics: Vec<Choice>,
    needs: Vec<Choice>,
    ways: Vec<Choice>,
    languages: Vec<Choice>,
    teams: Vec<(TeamId, String)>,
    /// Where somebody came or lives; the one whose kiosks give to this worker's team first.
    posts: Vec<Choice>,
}

/// `GET /kaart/nieuw`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    let mut page = seat.page(&pages, "today", None);
    page.notice = Said::named(seat.say, query.said.as_deref());
    let (say, own) = (seat.say, seat.teams.clone());
    let of = own.clone();
    let found = pages.desk.store.read(move |conn| {
        let theirs = theirs(conn, &of)?;
        Ok((crate::desk::store::workers::all_teams(conn)?, posts::all(conn)?, theirs))
    });
    let (teams, all, theirs) = found.await?;
    let post = |post: &Post| Choice { value: post.id.to_string(), text: post.site.name.clone(), on: theirs == Some(post.id) };
    let choices = |prefix: &'static str, words: Vec<&'static str>| -> Vec<Choice> {
        words.into_iter().map(|word| Choice { value: word.to_owned(), text: say.choice(prefix, word), on: false }).collect()
    };
    let language = |language: &Language| Choice {
        value: language.code().to_owned(),
        text: say.language(*language),
        on: *language == Language::NL,
    };
    let form = NewPage {
        page,
        topics: choices("topic-", Topic::ALL.iter().map(|topic| topic.word()).collect()),
        needs: choices("need-", Need::ALL.iter().map(|need| need.word()).collect()),
        ways: choices("contact-", WAYS.to_vec()),
        languages: languages(&all).iter().map(language).collect(),
        posts: all.iter().map(post).collect(),
        teams: teams.into_iter().filter(|(team, _)| own.contains(team)).collect(),
    };
    Ok(render(StatusCode::OK, &form))
}

/// The post whose kiosks give to one of these teams.
fn theirs(conn: &mut Conn, teams: &[TeamId]) -> Result<Option<PostId>, StoreError> {
    for kiosk in kiosks::all(conn)?.into_iter().filter(|kiosk| kiosk.active) {
        if teams.contains(&kiosks::team(conn, kiosk.id)?) {
            return Ok(Some(kiosk.post));
        }
    }
    Ok(None)
}

/// The languages of all glasses, each once.
fn languages(posts: &[Post]) -> Vec<Language> {
    let mut all = Vec::new();
    for language in posts.iter().flat_map(|post| &post.site.languages) {
        if !all.contains(language) {
            all.push(*language);
        }
    }
    all
}

/// What a worker wrote down. Any of it may be empty.
#[derive(Deserialize)]
pub(super) struct Typed {
    topic: String,
    need: String,
    words: Words<280>,
    way: String,
    number: String,
    address: String,
    name: Words<40>,
    language: String,
    team: TeamId,
    /// May be left out where there is one.
    post: Option<PostId>,
}

impl Typed {
    /// What it says; the name of what to say where it cannot be meant.
    fn read(self) -> Result<(Language, TeamId, Question), &'static str> {
        let wrong = "typed-wrong";
        let chosen = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        let number = match self.number.trim() {
            "" => None,
            text => Some(PhoneNumber::parse(text).map_err(|_| wrong)?),
        };
        let address = match self.address.trim() {
            "" => None,
            text => Some(EmailAddress::parse(text).map_err(|_| wrong)?),
        };
        if find_bsn(self.words.reveal()).is_some() || find_bsn(self.name.reveal()).is_some() {
            return Err("card-bsn");
        }
        let contact = match self.way.as_str() {
            "" => None,
            "call" => Some(Contact::Call { number, when: None, voicemail: false, safe: None }),
            "sms" => Some(Contact::Sms { number, safe: None }),
            "email" => Some(Contact::Email { address }),
            "visit-us" => Some(Contact::VisitUs),
            "visit-home" => Some(Contact::VisitHome { number, when: None, voicemail: false, safe: None }),
            _ => return Err(wrong),
        };
        let topic = chosen(&self.topic).map(|word| Topic::from_word(&word).ok_or(wrong)).transpose()?;
        let need = chosen(&self.need).map(|word| Need::from_word(&word).ok_or(wrong)).transpose()?;
        let some = |empty: bool| !empty;
        let question = Question {
            topic,
            need,
            contact,
            name: some(self.name.is_empty()).then_some(self.name),
            words: some(self.words.is_empty()).then_some(self.words),
            ..Question::default()
        };
        Ok((self.language.parse().map_err(|_| wrong)?, self.team, question))
    }
}

/// `POST /kaart/nieuw`.
pub(super) async fn make(State(pages): State<Arc<Pages>>, Signed(seat, typed): Signed<Typed>) -> Result<Response, Refused> {
    let post = typed.post.unwrap_or(posts::FIRST);
    let (language, team, question) = match typed.read() {
        Ok(read) => read,
        Err(said) => return Ok(done("/kaart/nieuw", said)),
    };
    let all = pages.desk.store.read(posts::all).await?;
    let known = all.iter().any(|one| one.id == post) && languages(&all).contains(&language);
    if !seat.teams.contains(&team) || !known {
        return Ok(done("/kaart/nieuw", "typed-wrong"));
    }
    let name = seat.say.get("call-place-desk");
    let id = keep(&pages.desk, (team, post), name, Draft { language, body: Body::Question(question), recording: None }).await?;
    tracing::info!(worker = seat.worker, %id, "a card was written at the desk");
    Ok(done(&format!("/kaart/{id}"), "card-made"))
}

/// Seals it and keeps it, queued for other systems as what comes from a kiosk is.
async fn keep(desk: &DeskState, from: (TeamId, PostId), name: String, draft: Draft) -> Result<EntryId, Refused> {
    let stamp = desk.clock.stamp();
    let mut random = [0; 10];
    desk.luck.fill(&mut random)?;
    let id = EntryId::new(stamp.at.timestamp_millis().max(0) as u64, random);
    let key = STANDARD.decode(desk.keys.signing.public().to_text())?;
    let (keys, connect, sort) = (Arc::clone(&desk.keys), Arc::clone(&desk.connect), Sort::of(&draft.body));
    let kept = desk.store.write(News::Pages, move |conn| {
        let now = stamp.at.timestamp();
        let (kiosk, sequence) = kiosks::of_desk(conn, from, &key, &name, now)?;
        let header = Header { id, kiosk, epoch: Epoch::FIRST, sequence };
        let left_at = Stamp { at: stamp.at, trusted: true };
        let entry = Entry { header, left_at, teken: None, recognition: None, draft };
        let sealed = match seal::seal(&entry, &keys.recipients) {
            Ok(sealed) => sealed,
            Err(error) => return Ok(Err(error)),
        };
        let listed = listing::list(&entry, &keys, Epoch::FIRST, Duration::ZERO, stamp.at);
        let digest = signature::digest(&sealed.envelope().to_bytes());
        entries::arrive(conn, sealed.envelope(), &digest, &listed)?;
        if let Some(sort) = sort {
            connect::enqueue(conn, &connect, sort, id, now)?;
        }
        Ok(Ok(()))
    });
    kept.await??;
    Ok(id)
}
