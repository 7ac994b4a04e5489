//! What the log tells of.

macro_rules! whats {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum What { $($(#[$doc])* $name),+ }

        impl What {
            /// All there are.
            pub const ALL: &'static [What] = &[$(What::$name),+];

            /// The word in the store and in texts.
            pub fn word(self) -> &'static str {
                match self { $(What::$name => $word),+ }
            }
        }
    };
}

whats! {
    /// A card was opened.
    Card = "card",
    /// A recording was opened.
    Recording = "recording",
    /// An appointment was opened.
    Appointment = "appointment",
    /// The words of a message about an appointment were opened.
    Message = "message",
    /// A card was taken along in a file.
    Export = "export",
    /// A resident was shown all that is kept of them.
    RequestSee = "request-see",
    /// A resident had their contact changed.
    RequestContact = "request-contact",
    /// A resident had something erased.
    RequestErase = "request-erase",
    /// Somebody looked up who opened an entry.
    Looked = "looked",
    /// Somebody was invited, or invited anew.
    Invited = "invited",
    /// They chose a password.
    Joined = "joined",
    /// Roles or teams of somebody changed.
    Roles = "roles",
    /// Somebody does not come in any more.
    Deactivated = "deactivated",
    /// Somebody comes in again.
    Activated = "activated",
    /// Somebody's sessions were ended by another.
    Sessions = "sessions",
    /// Two steps were turned on.
    StepsOn = "steps-on",
    /// Two steps were turned off by whoever has them.
    StepsOff = "steps-off",
    /// Two steps were taken away by a manager.
    StepsReset = "steps-reset",
    /// A recovery code let somebody in.
    Recovery = "recovery",
    /// A team was made.
    TeamMade = "team-made",
    /// A team has another name.
    TeamRenamed = "team-renamed",
    /// A post was made.
    PostMade = "post-made",
    /// What a post tells residents was changed.
    PostChanged = "post-changed",
    /// Cards of a kiosk go to another team.
    KioskTeam = "kiosk-team",
    /// A text of the glass is said otherwise.
    TextSaid = "text-said",
    /// A text of the glass is said as bundled again.
    TextBack = "text-back",
    /// Things are kept for another number of days.
    Retention = "retention",
    /// A kiosk was let in.
    KioskIn = "kiosk-in",
    /// A kiosk was written off.
    KioskOff = "kiosk-off",
    /// A kiosk whose case had been opened serves residents again.
    KioskUnlocked = "kiosk-unlocked",
    /// The same, by its caretaker at the glass.
    KioskUnlockedThere = "kiosk-unlocked-there",
    /// A copy of a kiosk's entries was carried in.
    CopyIn = "copy-in",
    /// A caretaker's code was made for a post.
    CaretakerMade = "caretaker-made",
    /// It was taken away.
    CaretakerOff = "caretaker-off",
    /// Somebody came in with it at a kiosk.
    CaretakerIn = "caretaker-in",
    /// Somebody tried another at a kiosk.
    CaretakerWrong = "caretaker-wrong",
    /// A risk of double appointments was accepted.
    Risk = "risk",
    /// What a restore lost was read.
    LossRead = "loss-read",
    /// The store came out of a backup: what was done since that is not in the log.
    Restored = "restored",
    /// Lines that had been kept long enough were taken away.
    Forgotten = "forgotten",
    /// Lines at the end were not those that the desk had written.
    Broken = "broken",
}
