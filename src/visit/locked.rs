//! A machine whose case was opened, or that cannot begin, serves nobody: what somebody had begun is wiped, and one quiet screen stands
//! until staff looked.

use super::Visit;
use super::event::Effect;
use super::site::Presence;
use super::view::{Locked, Screen};
use crate::texts::{Arg, Text};

/// Why a machine cannot begin. Whoever stands before it reads the number out on the telephone; `hardware/deploy/README.md` says what
/// each asks for, so that a number never gets another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its settings, or a device they name, cannot be used.
    Settings = 1,
    /// A newer program wrote what is kept here.
    Newer = 2,
    /// What is kept here, or the disk it is on, cannot be used.
    Kept = 3,
    /// Who this machine is cannot be read.
    Identity = 4,
    /// The line to its desk cannot be set up: its certificate, or the building's proxy.
    Line = 5,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 5] = [Fault::Settings, Fault::Newer, Fault::Kept, Fault::Identity, Fault::Line];

    /// As it stands on the glass.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// Why nobody is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shut {
    /// Until staff have looked into the case.
    CaseOpened,
    /// Until the machine begins anew.
    CannotBegin(Fault),
}

impl Visit {
    /// Nobody is served by this program any more: nothing that happens opens it.
    pub(super) fn cannot_begin(&mut self, fault: Fault, effects: &mut Vec<Effect>) {
        self.end(effects);
        self.shut = Some(Shut::CannotBegin(fault));
    }

    /// Ends the visit that is under way; nothing of it stays. Nobody begins another before it is unlocked.
    pub(super) fn lock(&mut self, locked: bool, effects: &mut Vec<Effect>) {
        if matches!(self.shut, Some(Shut::CannotBegin(_))) {
            return;
        }
        if locked && !self.is_locked() {
            self.end(effects);
        }
        self.shut = locked.then_some(Shut::CaseOpened);
    }

    /// True while nobody is served.
    pub fn is_locked(&self) -> bool {
        self.shut.is_some()
    }

    pub(super) fn locked_screen(&self, shut: Shut) -> Screen<'_> {
        let said = Text::key("locked");
        // That somebody is there is what staff say, never a guess.
        let here = (self.site.presence == Presence::Somebody).then(|| Text::key("locked-here"));
        let fault = match shut {
            Shut::CaseOpened => None,
            Shut::CannotBegin(fault) => Some(Text::key("locked-fault").with("number", Arg::Plain(fault.number().to_string()))),
        };
        let lines = here.into_iter().chain([self.walk_to_the_counter()]).collect();
        Screen::Locked(Locked { icon: "pause", said, lines, fault, languages: self.site.languages.clone() })
    }
}
