//! What the first screen asks of the machine: a desk that takes it in, and a disk that keeps what was decided.
//!
//! What was decided is on the disk before who it is: a machine that has an identity has everything else too. A power cut between the two
//! leaves one that is asked again, with what was answered filled in.

use super::config::{Measured, Rotation, Said, Told};
use super::enrol::{self, Compared, LOOK_EVERY, NotEnrolled, Offer, Progress, Way};
use super::glass::{Glass, GlassHandle, SetupParts, SetupPort};
use super::identity::Identity;
use super::layout::Panel;
use super::link::Patience;
use super::link::address::DeskUrl;
use crate::clock::{Clock, Luck};
use crate::entry::Unarrived;
use crate::setup::{Answer, Ask, Decided, Effect, Given, Switch, Why};
use crate::wire::{DeskPublicKey, EnrolCode, Sort};
use inloop_hardware::pins;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

/// What is known before anybody was asked.
#[derive(Clone, Debug)]
pub struct Known {
    /// What the configuration says itself.
    pub said: Said,
    /// Where the desk is, as far as anybody said.
    pub desk: Option<DeskUrl>,
    /// How the picture is turned.
    pub rotation: Rotation,
}

/// What the first screen has to know of this machine.
pub fn given(known: &Known, panel: Panel, identity: Option<&Identity>, printer: bool, wired: &[pins::Role]) -> Given {
    let bare = |desk: &DeskUrl| desk.to_string().trim_start_matches("https://").to_owned();
    Given {
        languages_said: known.said.languages,
        panel_said: known.said.panel,
        desk_said: known.said.desk,
        address: known.desk.as_ref().map(bare),
        enrolled: identity.map(|identity| format!("{} (kiosk {})", bare(&identity.desk), identity.kiosk)),
        pixels: panel.pixels,
        px_per_mm: panel.px_per_mm(),
        printer,
        switches: wired.iter().copied().map(switch).collect(),
        again: false,
        forgot: false,
        left: Some(Unarrived::default()),
    }
}

/// Lets this machine be set up at its glass, `now` or when a caretaker asks. Where there is no thread for it, only the log says so.
pub fn offer(glass: &Glass, parts: Parts, given: Given, open: Arc<AtomicBool>, now: bool) {
    match SettingUp::start(parts) {
        Ok(setting_up) => glass.can_be_set_up(SetupParts { given, port: Box::new(setting_up), open }, now),
        Err(error) => tracing::error!(%error, "this machine cannot be set up at its glass"),
    }
}

/// What it needs.
pub struct Parts {
    /// The data folder.
    pub folder: PathBuf,
    /// Where the desk is, where the configuration says so.
    pub desk: Option<DeskUrl>,
    /// What the only desk signs with that may take this machine in; none: any may.
    pub only: Option<DeskPublicKey>,
    /// A proxy of the building, where there is one.
    pub proxy: Option<String>,
    /// How long to wait for a desk.
    pub patience: Patience,
    /// The panel's pixels.
    pub pixels: (u32, u32),
    /// How its picture is turned.
    pub rotation: Rotation,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// Who is told.
    pub glass: GlassHandle,
}

/// Asks the thread, and does not wait for it. It ends when this is dropped.
#[derive(Debug)]
pub struct SettingUp(Sender<Effect>);

impl SettingUp {
    /// Starts the thread.
    ///
    /// # Errors
    /// Where there is no thread to be had.
    pub fn start(parts: Parts) -> std::io::Result<Self> {
        let (sender, effects) = channel();
        std::thread::Builder::new().name("set-up".into()).spawn(move || Machine { parts, at: At::Nowhere }.run(&effects))?;
        Ok(SettingUp(sender))
    }
}

impl SetupPort for SettingUp {
    fn does(&mut self, effect: Effect) -> Option<Answer> {
        // It fails only where that thread has panicked, which the panic hook has told.
        let _ = self.0.send(effect);
        None
    }
}

/// How far a desk is.
enum At {
    Nowhere,
    Offered(Ask, Box<Offer>),
    /// Staff are waited for.
    Compared(Ask, Compared),
    TakenIn(Box<Identity>),
}

struct Machine {
    parts: Parts,
    at: At,
}

impl Machine {
    fn run(mut self, effects: &Receiver<Effect>) {
        loop {
            let effect = match self.at {
                At::Compared(..) => effects.recv_timeout(LOOK_EVERY),
                _ => effects.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let answer = match effect {
                Ok(effect) => self.does(effect),
                Err(RecvTimeoutError::Timeout) => self.looks(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if let Some(answer) = answer
                && self.parts.glass.set_up(answer).is_err()
            {
                return;
            }
        }
    }

    fn does(&mut self, effect: Effect) -> Option<Answer> {
        match effect {
            Effect::Enrol(ask, address, code) => Some(self.asks(ask, address.as_deref(), code)),
            // The words of another offer are not these: it is let go.
            Effect::WordsAreTheSame(ask) => match std::mem::replace(&mut self.at, At::Nowhere) {
                At::Offered(offered, offer) if offered == ask => {
                    self.at = At::Compared(ask, offer.words_are_the_same());
                    self.looks()
                }
                _ => Some(Answer::NotEnrolled(ask, Why::Else)),
            },
            Effect::Forget => {
                self.at = At::Nowhere;
                None
            }
            Effect::Settle(decided) => Some(Answer::Settled(self.settles(&decided))),
            Effect::Restart => {
                tracing::info!("this machine is set up, and starts anew");
                // Where the glass is gone already, so is the program.
                let _ = self.parts.glass.end();
                None
            }
            // The glass's own.
            Effect::Print(_) | Effect::Ring => None,
        }
    }

    fn asks(&mut self, ask: Ask, address: Option<&str>, code: EnrolCode) -> Answer {
        self.at = At::Nowhere;
        let Parts { desk, only, proxy, patience, clock, luck, .. } = &self.parts;
        let desk = match (address, desk) {
            (Some(address), _) => match address.parse() {
                Ok(desk) => desk,
                Err(_) => return Answer::NotEnrolled(ask, Why::NoAddress),
            },
            (None, Some(desk)) => desk.clone(),
            (None, None) => return Answer::NotEnrolled(ask, Why::NoAddress),
        };
        let way = Way { desk, only: *only, proxy: proxy.clone(), patience: *patience, sort: Sort::Kiosk };
        match enrol::ask(&way, code, Arc::clone(clock), &**luck) {
            Ok(offer) => {
                let words = offer.words();
                self.at = At::Offered(ask, Box::new(offer));
                Answer::Words(ask, words)
            }
            Err(error) => not_enrolled(ask, &error),
        }
    }

    /// Whether staff have said yes.
    fn looks(&mut self) -> Option<Answer> {
        let At::Compared(ask, compared) = std::mem::replace(&mut self.at, At::Nowhere) else { return None };
        match compared.look() {
            Ok(Progress::Waiting(again)) => {
                self.at = At::Compared(ask, again);
                Some(Answer::Reached(ask, true))
            }
            Ok(Progress::Enrolled(identity)) => {
                self.at = At::TakenIn(identity);
                Some(Answer::TakenIn(ask))
            }
            Err((error, Some(again))) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "staff are waited for, and the desk does not answer");
                self.at = At::Compared(ask, again);
                Some(Answer::Reached(ask, false))
            }
            Err((error, None)) => Some(not_enrolled(ask, &error)),
        }
    }

    /// Whether all of it is on the disk.
    fn settles(&self, decided: &Decided) -> bool {
        let kept = self.told(decided).and_then(|()| match (&self.at, decided.anew) {
            (At::TakenIn(identity), true) => {
                // The outbox hears of it at the next start: until then whoever this machine was speaks with it.
                Ok(identity.store(&self.parts.folder)?)
            }
            (_, true) => Err("no desk has taken this machine in".into()),
            (_, false) => Ok(()),
        });
        kept.inspect_err(|error| tracing::error!(error = &**error, "what was decided at the glass is not kept")).is_ok()
    }

    fn told(&self, decided: &Decided) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let Parts { folder, pixels, rotation, .. } = &self.parts;
        // What is damaged is replaced.
        let before = Told::load(folder).unwrap_or_default();
        let measured = |px_per_mm: f32| Measured {
            rotation: *rotation,
            width_mm: pixels.0 as f32 / px_per_mm,
            height_mm: pixels.1 as f32 / px_per_mm,
            width_px: pixels.0,
            height_px: pixels.1,
        };
        let desk = decided.address.as_deref().map(str::parse::<DeskUrl>).transpose()?;
        let told = Told {
            languages: decided.languages.map(Vec::from).or(before.languages.clone()),
            desk: desk.or(before.desk.clone()),
            panel: decided.px_per_mm.map(measured).or(before.panel),
            ..before.clone()
        };
        if told != before {
            told.store(folder)?;
        }
        Ok(())
    }
}

fn not_enrolled(ask: Ask, error: &NotEnrolled) -> Answer {
    tracing::warn!(error = error as &dyn std::error::Error, "this machine is not taken in");
    let why = match error {
        NotEnrolled::BadCode => Why::BadCode,
        NotEnrolled::TooManyTries => Why::TooOften,
        NotEnrolled::Refused => Why::Refused,
        NotEnrolled::Unreached { .. } => Why::Unreached,
        NotEnrolled::NoDesk { .. } => Why::NoDesk,
        NotEnrolled::OtherDesk => Why::OtherDesk,
        NotEnrolled::OtherCertificate => Why::OtherWords,
        NotEnrolled::Newer(_) => Why::OtherVersion,
        NotEnrolled::NotPublic(_)
        | NotEnrolled::Recipients(_)
        | NotEnrolled::Words(_)
        | NotEnrolled::Luck(_)
        | NotEnrolled::Link(_)
        | NotEnrolled::Odd(_) => Why::Else,
    };
    Answer::NotEnrolled(ask, why)
}

/// The switch of this role.
fn switch(role: pins::Role) -> Switch {
    match role {
        pins::Role::Previous => Switch::Previous,
        pins::Role::Choose => Switch::Choose,
        pins::Role::Next => Switch::Next,
        pins::Role::Hook => Switch::Hook,
        pins::Role::Presence => Switch::Presence,
        pins::Role::Case => Switch::Case,
    }
}

/// What an event of the switches means for whoever tries them.
pub fn moved(event: pins::Event) -> (Switch, bool) {
    match event {
        pins::Event::Pressed(pins::Key::Previous) => (Switch::Previous, true),
        pins::Event::Pressed(pins::Key::Choose) => (Switch::Choose, true),
        pins::Event::Pressed(pins::Key::Next) => (Switch::Next, true),
        pins::Event::HandsetLifted => (Switch::Hook, true),
        pins::Event::HandsetLaid => (Switch::Hook, false),
        pins::Event::SomebodyCame => (Switch::Presence, true),
        pins::Event::NobodyFor(_) => (Switch::Presence, false),
        pins::Event::CaseOpened => (Switch::Case, true),
        pins::Event::CaseClosed => (Switch::Case, false),
    }
}
