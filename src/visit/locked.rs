//! A machine whose case was opened serves nobody: what somebody had begun is wiped, and one quiet screen stands until staff looked.

use super::Visit;
use super::event::Effect;
use super::site::Presence;
use super::view::{Locked, Screen};
use crate::texts::Text;

impl Visit {
    /// Ends the visit that is under way; nothing of it stays. Nobody begins another before it is unlocked.
    pub(super) fn lock(&mut self, locked: bool, effects: &mut Vec<Effect>) {
        if locked && !self.locked {
            self.end(effects);
        }
        self.locked = locked;
    }

    /// True while nobody is served.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    pub(super) fn locked_screen(&self) -> Screen<'_> {
        let said = Text::key("locked");
        // That somebody is there is what staff say, never a guess.
        let here = (self.site.presence == Presence::Somebody).then(|| Text::key("locked-here"));
        let lines = here.into_iter().chain([self.walk_to_the_counter()]).collect();
        Screen::Locked(Locked { icon: "pause", said, lines, languages: self.site.languages.clone() })
    }
}
