//! What is said aloud, to whom, and the three keys that do without looking: next, previous, choose.
//!
//! 1. The loudspeaker says what the glass asks and offers. What a resident answered, typed or was given goes into the handset
//!    alone; where none is lifted, it is said that this is not read aloud.
//! 2. Any touch silences. The keys move from one thing that can be chosen to the next, each is said, and choose does what a
//!    finger on it would do.
//! 3. Nothing here makes a sound or knows a screen: events in, [`Act`]s out.

mod script;

pub use script::{Said, Script, Stop, Target};

use crate::entry::Language;
use crate::visit::Loudness;
use std::collections::VecDeque;
use zeroize::Zeroizing;

/// Where it sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ear {
    /// The whole hall hears it.
    #[default]
    Loudspeaker,
    /// One resident hears it.
    Handset,
}

/// Something to say now. It does not print.
pub struct Utterance {
    /// By which its end is told.
    pub id: u64,
    /// In which language.
    pub language: Language,
    /// The text's key, where it is said as it stands in the translation file: a site may have recorded it.
    pub key: Option<String>,
    /// What is said.
    pub words: Zeroizing<String>,
    /// To whom.
    pub ear: Ear,
    /// How loud.
    pub loudness: Loudness,
}

impl std::fmt::Debug for Utterance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Utterance").field("id", &self.id).field("language", &self.language).finish_non_exhaustive()
    }
}

/// Speaks, on threads of its own: the glass never waits for it.
pub trait Voice {
    /// Begins to say it; what was being said ends. The end of each is told by its id (see
    /// [`super::glass::GlassHandle::said`]), also where it failed, and at the latest after a time of the voice's own; the end
    /// of what was cut off need not be.
    fn say(&mut self, utterance: Utterance);

    /// Falls silent at once.
    fn hush(&mut self);
}

/// A machine without a voice.
#[derive(Debug)]
pub struct NoVoice;

impl Voice for NoVoice {
    fn say(&mut self, _: Utterance) {}
    fn hush(&mut self) {}
}

/// What has to be done.
#[derive(Debug)]
pub enum Act {
    /// Say it, to this ear.
    Say {
        /// See [`Utterance::id`].
        id: u64,
        /// What.
        said: Said,
        /// To whom.
        ear: Ear,
    },
    /// Fall silent.
    Hush,
    /// What a touch on it would do.
    Choose(Target),
    /// Somebody listens now, or does not any more.
    Listens(bool),
}

/// How the resident uses the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// With eyes and a finger.
    #[default]
    Looks,
    /// One screen is read aloud.
    ReadsOnce,
    /// Every screen is read aloud: the handset is lifted.
    Listens,
    /// With the keys, at this stop of the script; none at the question.
    Keys(Option<usize>),
}

/// The texts that stand in for what is not said aloud.
pub struct Instead {
    /// "Dit lezen wij niet hardop."
    pub not_aloud: Said,
    /// "Pak de hoorn voor uw eigen woorden." None where there is no handset.
    pub take_handset: Option<Said>,
}

/// What is being said, and what comes after it.
#[derive(Default)]
pub struct Listening {
    mode: Mode,
    ear: Ear,
    script: Script,
    /// Which screen the script is of.
    meaning: u64,
    queue: VecDeque<(Said, Option<usize>)>,
    /// The id of what is being said, and the stop it speaks of.
    saying: Option<(u64, Option<usize>)>,
    /// Whether the glass was told that somebody listens.
    listens: bool,
    next_id: u64,
    /// The finger that is down silenced the voice: lifting it from "Voorlezen" does not start it again.
    silenced: bool,
}

impl Listening {
    /// Whether the glass should hand over a script for each screen.
    pub fn follows(&self) -> bool {
        self.mode != Mode::Looks
    }

    /// Whether the keys are in use: then choose means the thing that was said.
    pub fn at_keys(&self) -> bool {
        matches!(self.mode, Mode::Keys(_))
    }

    /// Whether the handset is lifted.
    pub fn is_lifted(&self) -> bool {
        self.ear == Ear::Handset
    }

    /// What is spoken of: lit on the glass.
    pub fn lit(&self) -> Option<&Target> {
        let stop = match (self.mode, &self.saying) {
            (Mode::Keys(at), _) => at,
            (_, Some((_, at))) => *at,
            (_, None) => None,
        };
        self.script.stops.get(stop?).map(|stop| &stop.target)
    }

    /// Another screen, or the same with something else on it.
    pub fn shows(&mut self, script: Script, meaning: u64) -> Vec<Act> {
        let same = std::mem::replace(&mut self.meaning, meaning) == meaning;
        let at = match self.mode {
            Mode::Keys(Some(at)) => self.script.stops.get(at).map(|stop| stop.target.clone()),
            _ => None,
        };
        let alarm = script.alarm && !(self.script.alarm && same);
        self.script = script;
        if alarm {
            if self.at_keys() {
                self.mode = Mode::Keys(None);
            }
            return self.say_lead(Ear::Loudspeaker);
        }
        if same {
            if let (Mode::Keys(_), Some(at)) = (self.mode, at) {
                self.mode = Mode::Keys(self.script.stops.iter().position(|stop| stop.target == at));
            }
            return Vec::new();
        }
        match self.mode {
            Mode::Looks => Vec::new(),
            Mode::ReadsOnce => self.falls_silent(),
            Mode::Listens => self.say_all(),
            Mode::Keys(_) => {
                self.mode = Mode::Keys(None);
                self.say_lead(self.ear)
            }
        }
    }

    /// "Voorlezen".
    pub fn reads_aloud(&mut self, script: Script, meaning: u64) -> Vec<Act> {
        if std::mem::take(&mut self.silenced) || self.saying.is_some() {
            return self.falls_silent();
        }
        (self.script, self.meaning) = (script, meaning);
        if self.mode == Mode::Looks {
            self.mode = Mode::ReadsOnce;
        }
        self.say_all()
    }

    /// The handset was lifted, or hung up.
    pub fn handset(&mut self, lifted: bool, script: Script, meaning: u64) -> Vec<Act> {
        if !lifted {
            self.ear = Ear::Loudspeaker;
            return self.falls_silent();
        }
        (self.script, self.meaning, self.ear) = (script, meaning, Ear::Handset);
        if !self.at_keys() {
            self.mode = Mode::Listens;
        }
        self.say_all()
    }

    /// The key that goes on, or back: the first touch of either says the question.
    pub fn moves(&mut self, on: bool, script: Script, meaning: u64) -> Vec<Act> {
        (self.script, self.meaning) = (script, meaning);
        let stops = self.script.stops.len();
        let Mode::Keys(at) = self.mode else {
            self.mode = Mode::Keys(None);
            return self.say_lead(self.ear);
        };
        // The question is one place more, between the last and the first.
        let place = at.map_or(0, |at| at + 1);
        let place = (place + if on { 1 } else { stops }) % (stops + 1);
        self.mode = Mode::Keys(place.checked_sub(1));
        match place.checked_sub(1) {
            None => self.say_lead(self.ear),
            Some(at) => {
                let said = self.script.stops.get(at).map(|stop| stop.said.clone());
                let place = self.script.place(at);
                self.say(said.into_iter().chain(place).map(|said| (said, Some(at))).collect(), self.ear)
            }
        }
    }

    /// The key that chooses. On the question it is said again.
    pub fn chooses(&mut self) -> Vec<Act> {
        let Mode::Keys(at) = self.mode else { return Vec::new() };
        let Some(stop) = at.and_then(|at| self.script.stops.get(at)) else { return self.say_lead(self.ear) };
        let target = stop.target.clone();
        let mut acts = match (&target, &self.script.chosen) {
            // Keys follow each other; what each did is heard at once.
            (Target::Key(_), Some(chosen)) => {
                let chosen = chosen.clone();
                self.say([(chosen, at)].into(), self.ear)
            }
            _ => Vec::new(),
        };
        acts.push(Act::Choose(target));
        acts
    }

    /// A tile is held: it is said, and nothing else.
    pub fn says(&mut self, target: &Target, script: Script, meaning: u64) -> Vec<Act> {
        (self.script, self.meaning) = (script, meaning);
        let at = self.script.stops.iter().position(|stop| stop.target == *target);
        let Some(said) = at.and_then(|at| self.script.stops.get(at)).map(|stop| stop.said.clone()) else { return Vec::new() };
        if self.mode == Mode::Looks {
            self.mode = Mode::ReadsOnce;
        }
        self.say([(said, at)].into(), self.ear)
    }

    /// A finger came down: whoever touches has heard enough.
    pub fn touched(&mut self) -> Vec<Act> {
        self.silenced = self.saying.is_some();
        if self.at_keys() && self.ear == Ear::Handset {
            self.mode = Mode::Listens;
        }
        self.falls_silent()
    }

    /// Nothing is said while somebody speaks into the microphone, or hears themselves. The keys stay in use.
    pub fn falls_quiet(&mut self) -> Vec<Act> {
        self.queue.clear();
        let hush = self.saying.take().map(|_| Act::Hush);
        hush.into_iter().chain(self.tell(false)).collect()
    }

    /// `id` has been said.
    pub fn ended(&mut self, id: u64) -> Vec<Act> {
        if self.saying.is_none_or(|(saying, _)| saying != id) {
            return Vec::new();
        }
        self.saying = None;
        self.next()
    }

    /// The resident is gone. The handset may still lie beside its hook.
    pub fn forgets(&mut self) -> Vec<Act> {
        let mut acts = self.falls_silent();
        *self = Listening { ear: self.ear, next_id: self.next_id, ..Listening::default() };
        acts.retain(|act| !matches!(act, Act::Listens(_)));
        acts
    }

    fn falls_silent(&mut self) -> Vec<Act> {
        self.queue.clear();
        self.mode = match self.mode {
            Mode::ReadsOnce => Mode::Looks,
            Mode::Listens if self.ear == Ear::Loudspeaker => Mode::Looks,
            Mode::Keys(_) if self.ear == Ear::Loudspeaker => Mode::Looks,
            mode => mode,
        };
        let mut acts = Vec::new();
        if self.saying.take().is_some() {
            acts.push(Act::Hush);
        }
        acts.extend(self.tell(false));
        acts
    }

    fn say_lead(&mut self, ear: Ear) -> Vec<Act> {
        let lead = self.script.lead.iter().map(|said| (said.clone(), None)).collect();
        self.say(lead, ear)
    }

    /// The question, then what can be answered. On the loudspeaker what is chosen already is not told.
    fn say_all(&mut self) -> Vec<Act> {
        let lead = self.script.lead.iter().map(|said| (said.clone(), None));
        let told = |stop: &Stop| stop.answers && !(stop.picked && self.ear == Ear::Loudspeaker);
        let answers = self.script.stops.iter().enumerate().filter(|(_, stop)| told(stop));
        let all = lead.chain(answers.map(|(at, stop)| (stop.said.clone(), Some(at)))).collect();
        self.say(all, self.ear)
    }

    fn say(&mut self, all: VecDeque<(Said, Option<usize>)>, ear: Ear) -> Vec<Act> {
        self.queue = match ear {
            Ear::Handset => all,
            Ear::Loudspeaker => self.without_secrets(all),
        };
        let cut_off = self.saying.take().is_some();
        let mut acts = self.next();
        // Where nothing follows, what was being said does not go on.
        if cut_off && self.saying.is_none() {
            acts.insert(0, Act::Hush);
        }
        acts
    }

    /// What is the resident's own gives way to one sentence.
    fn without_secrets(&self, all: VecDeque<(Said, Option<usize>)>) -> VecDeque<(Said, Option<usize>)> {
        let mut kept = VecDeque::new();
        let mut told = false;
        for (said, at) in all {
            if !said.private {
                kept.push_back((said, at));
            } else if let Some(instead) = self.script.instead.as_ref().filter(|_| !told) {
                told = true;
                kept.push_back((instead.not_aloud.clone(), at));
                kept.extend(instead.take_handset.iter().map(|said| (said.clone(), at)));
            }
        }
        kept
    }

    fn next(&mut self) -> Vec<Act> {
        let Some((said, at)) = self.queue.pop_front() else {
            if self.mode == Mode::ReadsOnce {
                self.mode = Mode::Looks;
            }
            return self.tell(false).into_iter().collect();
        };
        self.next_id += 1;
        self.saying = Some((self.next_id, at));
        // A warning that nobody asked for is no sign that somebody is there.
        let listens = if self.script.alarm { None } else { self.tell(true) };
        let say = Act::Say { id: self.next_id, said, ear: if self.script.alarm { Ear::Loudspeaker } else { self.ear } };
        listens.into_iter().chain([say]).collect()
    }

    fn tell(&mut self, listens: bool) -> Option<Act> {
        (std::mem::replace(&mut self.listens, listens) != listens).then_some(Act::Listens(listens))
    }
}

#[cfg(test)]
mod tests;
