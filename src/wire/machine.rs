//! How the machine in the hall is, apart from what it carries: what staff can mend with their hands.

use serde::{Deserialize, Serialize};

/// How the ticket printer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrinterState {
    /// None stands there.
    None,
    /// It has not been asked yet.
    #[default]
    Unknown,
    /// It answers and has paper.
    Ready,
    /// It prints, and needs a new roll soon.
    PaperLow,
    /// It has no paper.
    OutOfPaper,
    /// Somebody opened it.
    CoverOpen,
    /// Its cutter or its head needs a person.
    Broken,
    /// It does not answer: unplugged, or switched off.
    Silent,
    /// It says that it is ready, and the last ticket did not come out.
    Failed,
}

impl PrinterState {
    /// All, with the word by which each goes over the wire.
    pub const ALL: [(Self, &str); 9] = [
        (Self::None, "none"),
        (Self::Unknown, "unknown"),
        (Self::Ready, "ready"),
        (Self::PaperLow, "paper-low"),
        (Self::OutOfPaper, "out-of-paper"),
        (Self::CoverOpen, "cover-open"),
        (Self::Broken, "broken"),
        (Self::Silent, "silent"),
        (Self::Failed, "failed"),
    ];

    /// Somebody has to do something about it.
    pub fn needs_somebody(self) -> bool {
        !matches!(self, Self::None | Self::Unknown | Self::Ready)
    }
}

/// A part of the machine that the glass goes on without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Keys, hook, sensor and the switch of the case.
    Switches,
    /// The light behind the glass.
    Backlight,
    /// What the caretaker reads behind the door.
    Panel,
    /// What starts the machine anew when it hangs.
    Watchdog,
}

impl Part {
    /// All, with the word by which each goes over the wire.
    pub const ALL: [(Self, &str); 4] =
        [(Self::Switches, "switches"), (Self::Backlight, "backlight"), (Self::Panel, "panel"), (Self::Watchdog, "watchdog")];
}

/// How the machine is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// The ticket printer.
    pub printer: PrinterState,
    /// Whether the case is open; none where no switch says so.
    #[serde(default)]
    pub case_open: Option<bool>,
    /// Since the case was opened nobody is served, until staff say that they looked: the number of that lock, never used twice.
    #[serde(default)]
    pub lock: Option<u64>,
    /// What is configured and does not answer, each once.
    #[serde(default)]
    pub silent: Vec<Part>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_that_go_over_the_wire() {
        for (state, word) in PrinterState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), word);
        }
        for (part, word) in Part::ALL {
            assert_eq!(serde_json::to_value(part).unwrap(), word);
        }
    }
}
