//! What the glass shows: verdicts only. The glass draws it and decides nothing.

use crate::entry::{Language, Picture, Teken};
use crate::texts::Text;
use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, Instant};

/// All of the glass at one moment.
#[derive(Debug)]
pub struct View<'a> {
    /// The middle.
    pub screen: Screen<'a>,
    /// The bottom.
    pub bar: Bar,
    /// Over everything: "Bent u er nog?"
    pub still_there: Option<StillThere>,
    /// The language everything is said in.
    pub language: Language,
    /// "Groter" is on.
    pub larger: bool,
    /// "Lager" is on: whatever can be touched stands where an arm that cannot be lifted reaches it.
    pub lower: bool,
    /// This machine can say it aloud.
    pub speaks: bool,
    /// High contrast is on.
    pub contrast: bool,
    /// How loud this resident wants the voice.
    pub loudness: Loudness,
}

impl<'a> View<'a> {
    /// What whoever looks after the machine sees, and no resident: larger letters are all there is to choose.
    pub fn of_staff(screen: Screen<'a>, bar: Bar, language: Language, larger: bool) -> Self {
        View {
            screen,
            bar,
            still_there: None,
            language,
            larger,
            lower: false,
            speaks: false,
            contrast: false,
            loudness: Loudness::default(),
        }
    }
}

/// How loud the voice is. Every visit begins with the first: the next resident is not shouted at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Loudness {
    /// For one person in front of the glass.
    #[default]
    Plain,
    /// Ten decibels more.
    Loud,
    /// Twenty decibels more, as EN 301 549 (5.1.3.9 and 5.1.3.11) asks to be possible.
    Loudest,
}

impl Loudness {
    /// What a touch on "Harder" gives; after the loudest the first again.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Loudness::Plain => Loudness::Loud,
            Loudness::Loud => Loudness::Loudest,
            Loudness::Loudest => Loudness::Plain,
        }
    }
}

/// So many who are called have room on the resting glass.
pub(super) const CALLED_AT_REST: usize = 2;

/// The middle of the glass.
#[derive(Debug)]
pub enum Screen<'a> {
    /// Nobody is here. Any touch is [`super::Event::Touch`].
    Rest {
        /// "Welkom. Raak het scherm aan."
        welcome: Text,
        /// What somebody wants to know before the first touch.
        note: Text,
        /// Who is called from the hall, the latest first; as many as there is room for.
        called: Vec<ShownTeken>,
    },
    /// A question and tiles.
    Choices(Choices),
    /// A question and a keyboard.
    Typing(Typing<'a>),
    /// "Klopt dit?"
    Overview(Overview<'a>),
    /// What the resident takes along.
    Receipt(Receipt<'a>),
    /// Something is said; tiles may follow.
    Message(Message),
    /// The question is spoken.
    Speaking(Speaking),
    /// Nobody is served.
    Locked(Locked),
    /// A line is made as long as something that everybody has. No visit shows it.
    Measure(Measure),
}

/// A line on the glass that somebody makes as long as what they hold against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// At the top.
    pub question: Text,
    /// Below it.
    pub note: Text,
    /// How long it is, in pixels.
    pub line: u32,
    /// What can be done.
    pub tiles: Vec<Tile>,
}

/// Nobody is served, and why does not matter to residents. Nothing here can be touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The name of a pictogram.
    pub icon: &'static str,
    /// "Deze zuil is even dicht."
    pub said: Text,
    /// Where to go instead.
    pub lines: Vec<Text>,
    /// What its caretaker wants to know, in the first language.
    pub fault: Option<Text>,
    /// In which languages it is said, the first in the largest letters: nobody can choose one here.
    pub languages: Vec<Language>,
}

/// A recording that is made, or is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaking {
    /// At the top: what to do, or what is true.
    pub question: Text,
    /// Below it.
    pub lines: Vec<Text>,
    /// What the microphone and the recording are doing.
    pub doing: Doing,
    /// How long the recording is.
    pub seconds: u16,
    /// What the microphone hears: 0 to [`super::Level::MOST`].
    pub loudness: u8,
    /// What can be done.
    pub tiles: Vec<Tile>,
}

/// What the microphone and the recording are doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Nothing is recorded yet.
    Waits,
    /// The microphone is on. Nothing is said aloud meanwhile.
    Records,
    /// A recording is there.
    Holds,
    /// It is played into the handset. Nothing else is said meanwhile.
    Plays,
}

impl Speaking {
    /// Only the resident, or the recording, is to be heard.
    pub fn wants_quiet(&self) -> bool {
        matches!(self.doing, Doing::Records | Doing::Plays)
    }
}

/// A tile: touching it is [`super::Event::Choose`] with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Also its test handle.
    pub id: Cow<'static, str>,
    /// What it says.
    pub label: Text,
    /// The name of a pictogram, without `.svg`.
    pub icon: Option<&'static str>,
    /// Chosen before.
    pub picked: bool,
}

/// A small question below the tiles, or small ways out of the big one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// None where the tiles speak for themselves.
    pub question: Option<Text>,
    /// Small tiles.
    pub tiles: Vec<Tile>,
}

/// A question and tiles.
#[derive(Debug)]
pub struct Choices {
    /// At the top.
    pub question: Text,
    /// Below it.
    pub notes: Vec<Text>,
    /// The notes may be left out where all the tiles stand on one page without them: they were said before.
    pub notes_give_way: bool,
    /// One page of tiles; where there are more pages the last tile has the id `more`.
    pub tiles: Vec<Tile>,
    /// Below the tiles.
    pub asides: Vec<Aside>,
}

/// Which keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Letters and digits.
    Letters,
    /// The number pad with one key "06".
    Digits,
    /// The number pad without it, for the two digits of a teken.
    Teken,
    /// Letters, digits, `@`, dot and dash.
    Email,
    /// Small letters, digits, dot, dash and colon, all on one page: a machine's address, or a code.
    Address,
}

/// A question and a keyboard.
#[derive(Debug)]
pub struct Typing<'a> {
    /// At the top.
    pub question: Text,
    /// Below it.
    pub notes: Vec<Text>,
    /// What has been typed.
    pub words: Own<'a>,
    /// Which keys.
    pub keys: Keys,
    /// Characters typed.
    pub used: usize,
    /// Characters the field takes.
    pub room: usize,
    /// The counter, where there is one.
    pub counter: Option<Text>,
}

/// A resident's own words, by reference. They do not print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Own<'a> {
    /// To be shown.
    Shown(&'a str),
    /// "Verberg": so many characters, and not which.
    Covered(usize),
}

impl fmt::Debug for Own<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Own::Shown(words) => write!(f, "Shown({} chars)", words.chars().count()),
            Own::Covered(chars) => write!(f, "Covered({chars} chars)"),
        }
    }
}

/// "Klopt dit?"
#[derive(Debug)]
pub struct Overview<'a> {
    /// At the top.
    pub question: Text,
    /// One for each answer; touching it is [`super::Event::Edit`] with its id.
    pub lines: Vec<Line<'a>>,
    /// Who reads it.
    pub notes: Vec<Text>,
    /// "Wat doen jullie hiermee?"
    pub asides: Vec<Aside>,
}

/// One answer.
#[derive(Debug)]
pub struct Line<'a> {
    /// Also its test handle.
    pub id: &'static str,
    /// The name of a pictogram.
    pub icon: &'static str,
    /// What was asked.
    pub label: Text,
    /// What was answered.
    pub value: Value<'a>,
    /// What touching it does, for the ear.
    pub change: Text,
}

/// What was answered.
#[derive(Debug)]
pub enum Value<'a> {
    /// By tile, or not at all.
    Said(Text),
    /// In own words.
    Own(Own<'a>),
}

/// What the resident takes along.
pub struct Receipt<'a> {
    /// "Bedankt. Wij hebben uw vraag."
    pub title: Text,
    /// The picture and number, and how they are said.
    pub teken: Option<ShownTeken>,
    /// What follows.
    pub lines: Vec<Text>,
    /// What the QR code holds, and nothing else.
    pub qr: Option<&'a str>,
    /// Said beside the QR code.
    pub qr_note: Option<Text>,
    /// What became of the ticket that was asked for. It stands in place of the note where the code is beside the sentences, so
    /// that nothing moves away from under a camera; else before the sentences.
    pub ticket: Option<Text>,
    /// Briefje, Langer.
    pub tiles: Vec<Tile>,
}

impl fmt::Debug for Receipt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("title", &self.title)
            .field("teken", &self.teken)
            .field("lines", &self.lines)
            .field("tiles", &self.tiles)
            .finish_non_exhaustive()
    }
}

/// A teken as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTeken {
    /// The pictogram is `teken-` and its word.
    pub picture: Picture,
    /// Two digits.
    pub number: u8,
    /// "Uw teken is Boom 27."; "Boom 27: Kamer 2" of somebody who is called.
    pub said: Text,
}

impl ShownTeken {
    /// The name of the pictogram.
    pub fn icon(&self) -> String {
        format!("teken-{}", self.picture.word())
    }

    /// The teken's name in words, such as "Boom 27".
    pub fn name(teken: Teken) -> Text {
        let key = format!("teken-{}", teken.picture().word());
        Text::key(key).with("number", crate::texts::Arg::Plain(format!("{:02}", teken.number())))
    }
}

/// Something is said; tiles may follow.
#[derive(Debug)]
pub struct Message {
    /// The name of a pictogram.
    pub icon: &'static str,
    /// In the largest letters.
    pub title: Text,
    /// Below it.
    pub lines: Vec<Text>,
    /// "U bent Zon 08."
    pub teken: Option<ShownTeken>,
    /// What can be done about it.
    pub tiles: Vec<Tile>,
}

/// The bar at the bottom. What is false is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// "Stop": on every screen but the resting one.
    pub stop: bool,
    /// "Hulp": on every screen.
    pub help: bool,
    /// "Taal": where the site has more than one.
    pub language: bool,
    /// "Voorlezen": where this machine has a voice for any language.
    pub read_aloud: bool,
    /// "Aa".
    pub size: bool,
    /// "Verberg" or "Laat zien", on screens with own words.
    pub cover: CoverButton,
    /// "Vorige".
    pub back: bool,
    /// The way on.
    pub next: Option<NextButton>,
}

impl Bar {
    /// On the screens of whoever looks after the machine.
    pub fn of_staff(stop: bool, back: bool, next: Option<NextButton>) -> Self {
        Bar { stop, help: false, language: false, read_aloud: false, size: true, cover: CoverButton::Absent, back, next }
    }
}

/// "Verberg".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverButton {
    /// No own words here.
    Absent,
    /// "Verberg".
    Cover,
    /// "Laat zien".
    Uncover,
}

/// The way on: [`super::Event::Next`], under the name it has here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextButton {
    /// Verder, Overslaan, Ja, Klaar.
    pub label: Text,
    /// The name of a pictogram.
    pub icon: &'static str,
}

/// "Bent u er nog?" Any touch goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StillThere {
    /// The question.
    pub question: Text,
    /// "Ja, ik ga door".
    pub go_on: Text,
    /// When the ring is empty.
    pub until: Instant,
    /// How long the whole ring is.
    pub whole: Duration,
}
