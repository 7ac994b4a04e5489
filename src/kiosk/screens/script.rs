//! The screen for the ear: what stands on it, as it is said.

use super::typing::in_pairs;
use super::{COVER, MORE, Sheet};
use crate::kiosk::listening::{Instead, Said, Script, Stop, Target};
use crate::texts::{Arg, Text};
use crate::visit::{Aside, Bar, CoverButton, Message, Own, Receipt, Screen, Speaking, Tile, Typing, Value, View};
use inloop_ui as ui;
use slint::{Model, ModelRc};
use std::time::Instant;
use zeroize::Zeroizing;

/// Lines of a receipt that say when an appointment is: the resident's own.
const OWN_LINES: [&str; 1] = ["booked-when"];

/// What can be said of `view` as it is drawn, at `now`.
pub(in crate::kiosk) fn script(sheet: &Sheet<'_>, view: &View<'_>, handset: bool, now: Instant) -> Script {
    let teller = Teller { sheet };
    let mut script = match &view.still_there {
        Some(still_there) => {
            let left = still_there.until.saturating_duration_since(now).as_secs_f64().ceil() as u32;
            let countdown = Text::key("spoken-countdown").with("seconds", Arg::Count(left));
            let lead = [&still_there.question, &Text::key("idle-what-happens"), &countdown];
            let mut script = Script { alarm: true, ..Script::default() };
            script.lead.extend(lead.map(|text| teller.said(text)));
            script.stops.push(stop(Target::Stay, teller.said(&still_there.go_on), true, false));
            return script;
        }
        // Only the resident, or the recording, is to be heard.
        None if matches!(&view.screen, Screen::Speaking(speaking) if speaking.wants_quiet()) => return Script::default(),
        None => teller.middle(&view.screen),
    };
    teller.bar(&view.bar, &mut script);
    let answers = script.stops.iter().filter(|stop| stop.answers).count();
    let place = |place: usize| {
        let number = |number: usize| Arg::Plain(number.to_string());
        teller.said(&Text::key("spoken-of").with("place", number(place)).with("all", number(answers)))
    };
    script.places = (1..=answers).map(place).collect();
    script.chosen = Some(teller.said(&Text::key("spoken-picked")));
    script.instead = Some(Instead {
        not_aloud: teller.said(&Text::key("spoken-not-aloud")),
        take_handset: handset.then(|| teller.said(&Text::key("spoken-take-handset"))),
    });
    script
}

struct Teller<'a> {
    sheet: &'a Sheet<'a>,
}

impl Teller<'_> {
    fn said(&self, text: &Text) -> Said {
        let words = plain(&self.sheet.texts.say(self.sheet.language, text));
        Said { key: text.args.is_empty().then(|| text.key.to_string()), words: Zeroizing::new(words), private: false }
    }

    fn own(&self, words: String) -> Said {
        Said { key: None, words: Zeroizing::new(plain(&words)), private: true }
    }

    fn middle(&self, screen: &Screen<'_>) -> Script {
        match screen {
            Screen::Rest { welcome, note, called } => {
                let called = called.iter().map(|teken| self.said(&teken.said));
                Script { lead: called.chain([self.said(welcome), self.said(note)]).collect(), ..Script::default() }
            }
            Screen::Choices(choices) => {
                let adapter = self.sheet.global::<ui::ChoicesAdapter<'_>>();
                let mut lead = vec![self.said(&choices.question)];
                lead.extend(choices.notes.iter().map(|note| self.said(note)));
                let mut stops = self.tiles(&choices.tiles, &adapter.get_tiles());
                stops.extend(self.asides(&choices.asides, &adapter.get_asides()));
                Script { lead, stops, ..Script::default() }
            }
            Screen::Typing(typing) => self.typing(typing),
            Screen::Overview(overview) => {
                let adapter = self.sheet.global::<ui::OverviewAdapter<'_>>();
                let mut lead = vec![self.said(&overview.question)];
                lead.extend(overview.notes.iter().map(|note| self.said(note)));
                let drawn: Vec<String> = adapter.get_lines().iter().map(|line| line.id.to_string()).collect();
                let lines = overview.lines.iter().filter(|line| drawn.iter().any(|id| id == line.id));
                let mut stops: Vec<Stop> = lines
                    .map(|line| {
                        let value = match &line.value {
                            Value::Said(text) => self.said(text).words.to_string(),
                            Value::Own(Own::Shown(words)) if line.id == "number" => in_pairs(words),
                            Value::Own(Own::Shown(words)) => (*words).to_owned(),
                            Value::Own(Own::Covered(_)) => self.said(&Text::key("spoken-covered")).words.to_string(),
                        };
                        let said = format!("{}: {value}.", *self.said(&line.label).words);
                        stop(Target::Line(line.id.to_owned()), self.own(said), true, false)
                    })
                    .collect();
                stops.extend(self.asides(&overview.asides, &adapter.get_asides()));
                Script { lead, stops, ..Script::default() }
            }
            Screen::Receipt(receipt) => self.receipt(receipt),
            Screen::Message(message) => self.message(message),
            Screen::Speaking(speaking) => self.speaking(speaking),
            Screen::Measure(measure) => {
                let tiles = self.sheet.global::<ui::MeasureAdapter<'_>>().get_tiles();
                let lead = vec![self.said(&measure.question), self.said(&measure.note)];
                Script { lead, stops: self.tiles(&measure.tiles, &tiles), ..Script::default() }
            }
            Screen::Locked(locked) => {
                let lead =
                    [&locked.said].into_iter().chain(&locked.lines).chain(&locked.fault).map(|text| self.said(text)).collect();
                Script { lead, ..Script::default() }
            }
        }
    }

    fn typing(&self, typing: &Typing<'_>) -> Script {
        let mut lead = vec![self.said(&typing.question)];
        lead.extend(typing.notes.iter().map(|note| self.said(note)));
        match typing.words {
            Own::Shown("") => {}
            Own::Shown(words) => {
                lead.push(Said { private: true, ..self.said(&Text::key("spoken-own-words")) });
                lead.push(self.own(in_pairs(words)));
            }
            Own::Covered(_) => lead.push(self.said(&Text::key("spoken-covered"))),
        }
        lead.push(self.said(&Text::key("spoken-keys")));
        let rows = match self.sheet.global::<ui::FrameAdapter<'_>>().get_screen() {
            ui::Screen::Number => self.sheet.global::<ui::NumberAdapter<'_>>().get_rows(),
            _ => self.sheet.global::<ui::TypingAdapter<'_>>().get_rows(),
        };
        // "Verberg" goes with the bar, wherever it stands.
        let keys = rows.iter().flat_map(|row| row.keys.iter().collect::<Vec<_>>()).filter(|key| key.id != COVER);
        let key = |key: ui::Key| stop(Target::Key(key.id.into()), self.own(key.spoken.into()), false, false);
        Script { lead, stops: keys.map(key).collect(), ..Script::default() }
    }

    fn receipt(&self, receipt: &Receipt<'_>) -> Script {
        let adapter = self.sheet.global::<ui::ReceiptAdapter<'_>>();
        let mut lead = vec![self.said(&receipt.title)];
        lead.extend(receipt.teken.iter().map(|teken| Said { private: true, ..self.said(&teken.said) }));
        let line = |line: &Text| Said { private: OWN_LINES.contains(&line.key.as_ref()), ..self.said(line) };
        lead.extend(receipt.lines.iter().map(line));
        if receipt.qr.is_some() {
            lead.push(self.said(&Text::key("spoken-qr")));
        }
        Script { lead, stops: self.tiles(&receipt.tiles, &adapter.get_tiles()), ..Script::default() }
    }

    fn message(&self, message: &Message) -> Script {
        let adapter = self.sheet.global::<ui::MessageAdapter<'_>>();
        let mut lead = vec![self.said(&message.title)];
        lead.extend(message.teken.iter().map(|teken| Said { private: true, ..self.said(&teken.said) }));
        lead.extend(message.lines.iter().map(|line| self.said(line)));
        Script { lead, stops: self.tiles(&message.tiles, &adapter.get_tiles()), ..Script::default() }
    }

    fn speaking(&self, speaking: &Speaking) -> Script {
        let adapter = self.sheet.global::<ui::SpeakingAdapter<'_>>();
        let mut lead = vec![self.said(&speaking.question)];
        lead.extend(speaking.lines.iter().map(|line| self.said(line)));
        if speaking.tiles.iter().any(|tile| tile.id == "speak-start") {
            lead.push(self.said(&Text::key("spoken-speak")));
        }
        Script { lead, stops: self.tiles(&speaking.tiles, &adapter.get_tiles()), ..Script::default() }
    }

    /// Those of `tiles` that are drawn, in their order there.
    fn tiles(&self, tiles: &[Tile], drawn: &ModelRc<ui::Tile>) -> Vec<Stop> {
        drawn.iter().filter_map(|shown| self.tile(tiles.iter(), &shown)).collect()
    }

    fn tile<'t>(&self, mut tiles: impl Iterator<Item = &'t Tile>, shown: &ui::Tile) -> Option<Stop> {
        let known = tiles.find(|tile| tile.id == shown.id.as_str());
        let label = known.map(|tile| tile.label.clone()).or_else(|| (shown.id == MORE).then(|| Text::key("more")))?;
        Some(stop(Target::Tile(shown.id.to_string()), self.said(&label), true, shown.picked))
    }

    fn asides(&self, asides: &[Aside], drawn: &ModelRc<ui::Aside>) -> Vec<Stop> {
        let tiles = || asides.iter().flat_map(|aside| &aside.tiles);
        let mut stops = Vec::new();
        for row in drawn.iter() {
            let asked = asides.iter().filter_map(|aside| aside.question.as_ref()).find(|question| {
                // The row has what is drawn of it, which holds other blanks.
                self.sheet.say(question) == row.question.as_str()
            });
            for shown in row.start.iter().chain(row.end.iter()) {
                let Some(mut stop) = self.tile(tiles(), &shown) else { continue };
                if let Some(question) = asked {
                    let (question, answer) = (self.said(question), &stop.said);
                    let words = Zeroizing::new(format!("{} {}", *question.words, *answer.words));
                    stop.said = Said { key: None, words, private: false };
                }
                stops.push(stop);
            }
        }
        stops
    }

    /// The bar goes last, and the way on is the last of it: one step back from the question.
    fn bar(&self, bar: &Bar, script: &mut Script) {
        let cover = match bar.cover {
            CoverButton::Absent => None,
            CoverButton::Cover => Some("spoken-cover"),
            CoverButton::Uncover => Some("spoken-uncover"),
        };
        script.stops.extend(cover.map(|key| stop(Target::Cover, self.said(&Text::key(key)), false, false)));
        let buttons = [
            (ui::BarAction::Stop, bar.stop, "spoken-stop"),
            (ui::BarAction::Help, bar.help, "spoken-help"),
            (ui::BarAction::Language, bar.language, "spoken-language"),
            (ui::BarAction::Size, bar.size, "spoken-size"),
            (ui::BarAction::Back, bar.back, "spoken-back"),
        ];
        for (action, _, key) in buttons.into_iter().filter(|(_, shown, _)| *shown) {
            script.stops.push(stop(Target::Bar(action), self.said(&Text::key(key)), false, false));
        }
        if let Some(next) = &bar.next {
            script.stops.push(stop(Target::Bar(ui::BarAction::Next), self.said(&next.label), false, false));
        }
    }
}

/// Where lines end and where they may not is for the eye.
fn plain(words: &str) -> String {
    words.replace(['\n', '\u{a0}'], " ")
}

fn stop(target: Target, said: Said, answers: bool, picked: bool) -> Stop {
    Stop { target, said, answers, picked }
}
