//! What can be said of a screen, in the order in which it is said.

use super::Instead;
use zeroize::Zeroizing;

/// One thing to say. It does not print.
#[derive(Clone)]
pub struct Said {
    /// The text's key, where nothing was filled in.
    pub key: Option<String>,
    /// The words.
    pub words: Zeroizing<String>,
    /// The resident's own: for one ear.
    pub private: bool,
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Said").field("key", &self.key).field("private", &self.private).finish_non_exhaustive()
    }
}

/// What a stop is on the glass.
#[derive(Clone, PartialEq)]
pub enum Target {
    /// An answer, large or small, by its id.
    Tile(String),
    /// A line of the overview, by its id.
    Line(String),
    /// A key of the glass, by its id.
    Key(String),
    /// "Verberg" or "Laat zien".
    Cover,
    /// A button of the bar.
    Bar(inloop_ui::BarAction),
    /// "Ja, ik ga door".
    Stay,
}

/// Which key is meant is as secret as what is typed.
impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Target::Tile(_) => "Tile",
            Target::Line(_) => "Line",
            Target::Key(_) => "Key",
            Target::Cover => "Cover",
            Target::Bar(_) => "Bar",
            Target::Stay => "Stay",
        })
    }
}

/// Something that can be chosen.
#[derive(Debug)]
pub struct Stop {
    /// What.
    pub target: Target,
    /// How it is called.
    pub said: Said,
    /// It answers the question: read aloud with it. The bar and the keys are said where somebody comes to them.
    pub answers: bool,
    /// Chosen before.
    pub picked: bool,
}

/// A screen for the ear.
#[derive(Default)]
pub struct Script {
    /// The question and what stands under it.
    pub lead: Vec<Said>,
    /// What can be chosen, in reading order; the bar last.
    pub stops: Vec<Stop>,
    /// "3 van 6", for each stop that answers.
    pub places: Vec<Said>,
    /// "Gekozen."
    pub chosen: Option<Said>,
    /// What is said instead of the resident's own.
    pub instead: Option<Instead>,
    /// "Bent u er nog?": said unasked.
    pub alarm: bool,
}

impl Script {
    /// Which of how many, for an answer.
    pub(super) fn place(&self, at: usize) -> Option<Said> {
        let before = self.stops.iter().take(at).filter(|stop| stop.answers).count();
        self.stops.get(at).filter(|stop| stop.answers).and_then(|_| self.places.get(before)).cloned()
    }
}
