//! What is on the wall now: from the desk's news and the time to a picture, and what is said aloud.

use super::aloud::Aloud;
use super::running::NoDisplay;
use crate::clock::Clock;
use crate::entry::{Language, Teken};
use crate::kiosk::courier::News;
use crate::kiosk::site;
use crate::kiosk::wording::Wording;
use crate::texts::{Arg, Library, Text};
use crate::visit::ShownTeken;
use crate::wire::{CalledNow, Site};
use inloop_hardware::display::{
    Call, Framebuffer, FramebufferProblem, Geometry, Look, Panel, Queue, Showing, Told, Words, render,
};
use inloop_hardware::ticket::{Direction, Fonts, NoOutline, Picture, TwoDigits};
use inloop_ui as ui;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// So many languages of the post are shown and spoken, the first ones: more would take longer than the next call waits.
const LANGUAGES: usize = 2;

/// So often everything is drawn again, whatever holds: a television that was off, or a console that wrote over it, is mended by it.
const DRAWN_AGAIN: Duration = Duration::from_secs(30);

/// So often it is looked whether the site's texts have changed.
const TEXTS_LOOKED_AT: Duration = Duration::from_secs(60);

/// So many calls are known as said: more than are told at once.
const SAID: usize = 16;

/// Why a turn drew nothing.
#[derive(Debug, thiserror::Error)]
enum NotDrawn {
    #[error(transparent)]
    Framebuffer(#[from] FramebufferProblem),
    #[error(transparent)]
    Letters(#[from] NoOutline),
}

/// What is seen: the same is not drawn twice.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Called { large: CalledNow, fresh: bool, small: Vec<CalledNow>, direction: Direction },
    Rest { name: Option<Words>, words: Vec<Words> },
}

/// What the wall is told.
pub(super) enum Hears {
    News(News),
    End,
}

pub(super) struct Wall {
    framebuffer: Box<dyn Framebuffer>,
    panel: Panel,
    fonts: Fonts,
    wording: Wording,
    texts: Library,
    configured: Vec<Language>,
    aloud: Option<Aloud>,
    clock: Arc<dyn Clock>,
    began: Instant,
    site: Option<Site>,
    online: bool,
    queue: Queue<CalledNow>,
    /// Who was said aloud, the last first: nobody is called twice because the line was away for a moment.
    said: VecDeque<CalledNow>,
    drawn: Option<(Seen, Geometry, Duration)>,
    texts_looked_at: Duration,
    /// What went wrong with drawing, as it was last told.
    trouble: Option<String>,
}

impl Wall {
    pub(super) fn new(
        (framebuffer, panel, fonts): (Box<dyn Framebuffer>, Panel, Fonts),
        mut wording: Wording,
        folder: &Path,
        configured: Vec<Language>,
        aloud: Option<Aloud>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, NoDisplay> {
        let site = site::last(folder).unwrap_or_else(|error| {
            tracing::warn!(%error, "the last site data cannot be used; the desk is asked again");
            None
        });
        let (texts, began) = (wording.library()?, clock.now());
        Ok(Wall {
            framebuffer,
            panel,
            fonts,
            wording,
            texts,
            configured,
            aloud,
            clock,
            began,
            site,
            online: false,
            queue: Queue::default(),
            said: VecDeque::new(),
            drawn: None,
            texts_looked_at: Duration::ZERO,
            trouble: None,
        })
    }

    /// Shows what holds until nobody tells any more.
    pub(super) fn run(mut self, news: &Receiver<Hears>) {
        loop {
            let first = match news.recv_timeout(self.turn()) {
                Ok(told) => Some(told),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // What was told together is shown together.
            for told in first.into_iter().chain(news.try_iter()) {
                match told {
                    Hears::News(told) => self.hear(told),
                    Hears::End => return,
                }
            }
        }
    }

    fn now(&self) -> Duration {
        self.clock.now().saturating_duration_since(self.began)
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Called(called) => {
                let stamp = self.clock.stamp();
                // By a clock that knows no time everything is called now.
                let age = |at: i64| if stamp.trusted { stamp.at.timestamp().saturating_sub(at).max(0) } else { 0 };
                let told = |call: CalledNow| Told { age: Duration::from_secs(age(call.at) as u64), call };
                self.queue.hear(called.into_iter().map(told).collect(), self.now());
            }
            News::Online(true) => self.online = true,
            News::Online(false) => {
                self.online = false;
                self.queue.forget();
            }
            News::Site(site) => self.site = Some(Site::clone(&site)),
            News::Texts => self.texts_looked_at = Duration::ZERO,
            // Of a kiosk, or of what residents leave there.
            News::Delivered { .. }
            | News::Parked { .. }
            | News::Call { .. }
            | News::Presence(_)
            | News::RoomForSound(_)
            | News::Paused(_)
            | News::Unlock(_)
            | News::Slots(_)
            | News::Held(_)
            | News::Promised(_)
            | News::Today(_) => {}
        }
    }

    /// Draws and says what holds now, and tells how long that will hold.
    fn turn(&mut self) -> Duration {
        let now = self.now();
        if now >= self.texts_looked_at {
            self.texts_looked_at = now + TEXTS_LOOKED_AT;
            if let Some(texts) = self.wording.changed() {
                self.texts = texts;
            }
        }
        let look = self.queue.at(now);
        self.announce(&look);
        let told = self.draw(&look, now).err().map(|error| error.to_string());
        if self.trouble != told {
            match &told {
                Some(error) => tracing::error!(%error, "nothing can be shown; it is tried again"),
                None => tracing::info!("the display shows again what holds"),
            }
            self.trouble = told;
        }
        let again = look.until.map_or(DRAWN_AGAIN, |until| until.saturating_sub(now));
        // Not before the moment itself: a turn that comes too early changes nothing.
        again.min(DRAWN_AGAIN) + Duration::from_millis(1)
    }

    fn announce(&mut self, look: &Look<CalledNow>) {
        let Some(large) = look.large.as_ref().filter(|large| large.fresh && !self.said.contains(&large.call)) else {
            return;
        };
        self.said.truncate(SAID - 1);
        self.said.push_front(large.call.clone());
        let said = Text::key("called-now")
            .with("teken", Arg::Text(ShownTeken::name(large.call.teken)))
            .with("place", Arg::Plain(large.call.place.clone()));
        let words = self.languages().into_iter().map(|language| (language, self.texts.say(language, &said))).collect();
        if let Some(aloud) = &self.aloud {
            aloud.announce(words);
        }
    }

    /// The first languages of the post.
    fn languages(&self) -> Vec<Language> {
        let known: Vec<Language> = self.texts.languages().collect();
        let told = self.site.iter().flat_map(|site| &site.languages).filter_map(|code| code.parse().ok());
        let mut languages: Vec<Language> = told.filter(|language| known.contains(language)).collect();
        if languages.is_empty() {
            languages = self.configured.iter().copied().filter(|language| known.contains(language)).collect();
        }
        if languages.is_empty() {
            languages.push(Language::NL);
        }
        languages.truncate(LANGUAGES);
        languages
    }

    fn direction(&self, language: Language) -> Direction {
        if self.texts.reads_from_the_right(language) { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    fn seen(&self, look: &Look<CalledNow>) -> Seen {
        let languages = self.languages();
        let words = |language: &Language, text: String| Words {
            text,
            language: language.code().to_owned(),
            direction: self.direction(*language),
        };
        let first = languages.first().copied().unwrap_or(Language::NL);
        if let Some(large) = &look.large {
            let (call, direction) = (large.call.clone(), self.direction(first));
            return Seen::Called { large: call, fresh: large.fresh, small: look.small.clone(), direction };
        }
        let holds = Text::key(if self.online { "display-rest" } else { "display-offline" });
        let name = self.site.as_ref().map(|site| words(&first, site.name.clone()));
        Seen::Rest { name, words: languages.iter().map(|language| words(language, self.texts.say(*language, &holds))).collect() }
    }

    fn draw(&mut self, look: &Look<CalledNow>, now: Duration) -> Result<(), NotDrawn> {
        let seen = self.seen(look);
        let again = self.drawn.as_ref().is_none_or(|(before, _, at)| *before != seen || now >= *at + DRAWN_AGAIN);
        if !again {
            return Ok(());
        }
        self.drawn = None;
        let geometry = self.framebuffer.geometry()?;
        let Some(showing) = showing(&seen) else {
            tracing::error!("a teken has no picture: the build is broken");
            return Ok(());
        };
        let picture = render(&showing, self.panel, (geometry.width, geometry.height), &self.fonts)?;
        self.framebuffer.show(&picture, geometry)?;
        self.drawn = Some((seen, geometry, now));
        Ok(())
    }
}

/// None where a teken has no picture.
fn showing(seen: &Seen) -> Option<Showing> {
    Some(match seen {
        Seen::Called { large, fresh, small, direction } => Showing::Called {
            large: call(large)?,
            fresh: *fresh,
            small: small.iter().map(call).collect::<Option<_>>()?,
            direction: *direction,
        },
        Seen::Rest { name, words } => Showing::Rest { name: name.clone(), words: words.clone() },
    })
}

fn call(called: &CalledNow) -> Option<Call> {
    let place = called.place.clone();
    Some(Call { picture: picture(called.teken)?, number: TwoDigits::new(called.teken.number())?, place })
}

fn picture(teken: Teken) -> Option<Picture> {
    let file = ui::icon_file(&format!("teken-{}", teken.picture().word()))?;
    Picture::from_svg(file).ok()
}
