//! Whether this program is fit to stand in the hall, tried before it does: after every start and every update.
//!
//! What the kiosk keeps is not touched by it. A made-up resident leaves a question on a screen in memory and a disk folder of the
//! trial's own, with the real configuration, texts, fonts and keys; and an outbox that this program would have to change first
//! is changed as a copy. Nothing is sent, printed or said.

mod screen;

use super::config::Config;
use super::glass::{Glass, Keeper as KeeperPort, NoPrinter, NoRinger, Ports, Settings};
use super::identity::{BadIdentity, Identity};
use super::keeper::{Keeper, KeeperHandle, Trouble};
use super::listening::NoVoice;
use super::post::OUTBOX;
use super::recorder::NoRecorder;
use super::screens;
use super::wording::Wording;
use crate::clock::{Clock, Luck};
use crate::entry::{Draft, Language};
use crate::outbox::{NotOpened, Outbox};
use crate::texts::BadTexts;
use crate::visit::{Event, HandIn, KeptReceipt, Letter, Screen, SiteView, Visit, Way};
use inloop_ui as ui;
use screen::TrialScreen;
use slint::ComponentHandle;
use std::cell::RefCell;
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// Inside the data folder, so that the very disk is tried. It is gone afterwards, and what an earlier trial left there too.
pub const FOLDER: &str = "trial";

/// How long the disk may take for one commit: a card that is slower than this keeps residents waiting.
const A_COMMIT_TAKES: Duration = Duration::from_secs(10);

/// What the made-up resident types. Nobody says it of themselves.
const WORDS: &str = "proef";

/// The most steps from the first touch to a receipt where every question is skipped: half of them are spare.
const LONGEST_WALK: usize = 40;

/// What was found fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Screens that were drawn.
    pub screens: usize,
    /// Questions that were sealed and kept, one in each language; none where the kiosk is not enrolled yet.
    pub kept: usize,
}

/// Why this program is not fit. Each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum NotFit {
    /// The folder of the trial.
    #[error("{} cannot be used", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The outbox that is there, or its copy.
    #[error(transparent)]
    Outbox(#[from] NotOpened),
    /// Who this kiosk is.
    #[error(transparent)]
    Identity(#[from] BadIdentity),
    /// The disk, or what seals.
    #[error("a question could not be kept")]
    NotKept(#[from] Trouble),
    /// The keeper said no.
    #[error("a question could not be kept: {0}")]
    Refused(String),
    /// Texts that are built in.
    #[error(transparent)]
    Texts(#[from] BadTexts),
    /// Fonts that are built in.
    #[error(transparent)]
    Fonts(#[from] ui::FontError),
    /// The screen.
    #[error("nothing can be drawn")]
    Screen(#[from] slint::PlatformError),
    /// A screen has nothing on it.
    #[error("the screen {0} is empty")]
    Empty(String),
    /// The visit took another way.
    #[error("a resident gets no further than the screen {0}")]
    Stuck(String),
    /// Not as many as were kept.
    #[error("{kept} questions were kept, and {there} are there")]
    Miscounted {
        /// Those with a receipt.
        kept: usize,
        /// Those on the disk.
        there: u64,
    },
}

/// Tries everything that can be tried without a network, a printer and a person. Makes this thread that of a glass.
///
/// # Errors
/// [`NotFit`].
pub fn run(config: &Config, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Result<Fit, NotFit> {
    let folder = config.data.join(FOLDER);
    let failed = |source| NotFit::Folder { path: folder.clone(), source };
    clear(&folder).map_err(failed)?;
    DirBuilder::new().mode(0o700).create(&folder).map_err(failed)?;
    let fit = try_in(&folder, config, clock, luck);
    clear(&folder).map_err(failed)?;
    fit
}

fn clear(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn try_in(folder: &Path, config: &Config, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Result<Fit, NotFit> {
    Outbox::rehearse(&config.data.join(OUTBOX), folder)?;
    // One that cannot be read is no fit: where only the new program cannot, the one before it runs. Where neither can, the glass asks.
    let identity = Identity::load(&config.data)?;
    let keeper = Keeper::start(&folder.join("kept.sqlite"), Arc::clone(&clock), luck)?;
    if let Some(identity) = &identity {
        keeper.handle().enrol(identity.enrolment(), Vec::new())?;
    }
    // The screen is in memory: any size will do where nobody has measured the real one.
    let panel = config.panel.of_the_glass().or_unmeasured((0, 0));
    let screen = TrialScreen::install(panel.pixels, Arc::clone(&clock))?;
    let app = ui::App::new()?;
    ui::register_fonts()?;
    // Not the data folder: the last good copies there are the glass's own.
    let texts = Wording::new(config.texts.clone(), folder).library()?;
    let speaks = |language: &Language| texts.languages().any(|known| known == *language);
    let languages: Vec<Language> = config.languages.iter().copied().filter(speaks).collect();

    let refused = Rc::new(RefCell::new(None));
    let ports = Ports {
        keeper: Box::new(Waiting { keeper: keeper.handle(), refused: Rc::clone(&refused) }),
        ringer: Box::new(NoRinger),
        printer: Box::new(NoPrinter),
        voice: Box::new(NoVoice),
        recorder: Box::new(NoRecorder),
        handset: false,
        clock,
    };
    let site = SiteView { languages: languages.clone(), ways: Way::ALL.to_vec(), ..SiteView::unknown() };
    let settings = Settings { panel, keys: config.keys, look: config.look.clone() };
    let glass = Glass::new(&app, Visit::at_rest(site), texts, ports, settings);
    app.show()?;
    let mut walk = Walk { glass: &glass, refused: &refused, screen, drawn: 0 };
    walk.draws()?;
    for language in &languages {
        let kept = walk.leaves_a_question(*language)?;
        let refusal = refused.borrow_mut().take();
        // A kiosk that is not enrolled has nobody to seal to: it must say no.
        if kept != identity.is_some() {
            return Err(refusal.map_or_else(|| NotFit::Stuck(walk.stands_at()), NotFit::Refused));
        }
    }
    let (there, kept) = (keeper.handle().counts()?.waiting, if identity.is_some() { languages.len() } else { 0 });
    if there != kept as u64 {
        return Err(NotFit::Miscounted { kept, there });
    }
    Ok(Fit { screens: walk.drawn, kept })
}

/// A made-up resident, who skips what can be skipped.
struct Walk<'a> {
    glass: &'a Glass,
    refused: &'a RefCell<Option<String>>,
    screen: TrialScreen,
    drawn: usize,
}

impl Walk<'_> {
    /// Whether it was kept.
    fn leaves_a_question(&mut self, language: Language) -> Result<bool, NotFit> {
        for event in
            [Event::Touch, Event::Languages, Event::Choose(language.code().to_owned()), Event::Choose("question".to_owned())]
        {
            self.does(event)?;
        }
        let mut typed = false;
        for _ in 0..LONGEST_WALK {
            let (receipt, keys) = self.glass.with_visit(|visit| {
                let screen = &visit.view().screen;
                (matches!(screen, Screen::Receipt(_)), matches!(screen, Screen::Typing(_)))
            });
            let ended = receipt || self.refused.borrow().is_some();
            if ended {
                self.does(Event::Stop)?;
                return Ok(receipt);
            }
            if keys && !typed {
                typed = true;
                for letter in WORDS.chars() {
                    self.does(Event::Typed(Letter::from(letter)))?;
                }
            }
            self.does(Event::Next)?;
        }
        Err(NotFit::Stuck(self.stands_at()))
    }

    fn does(&mut self, event: Event) -> Result<(), NotFit> {
        self.glass.deliver(event);
        self.draws()
    }

    fn draws(&mut self) -> Result<(), NotFit> {
        self.drawn += 1;
        if self.screen.shows_something() { Ok(()) } else { Err(NotFit::Empty(self.stands_at())) }
    }

    fn stands_at(&self) -> String {
        self.glass.with_visit(|visit| screens::name(&visit.view().screen))
    }
}

/// Keeps while the glass waits; of what is given back it knows why.
struct Waiting {
    keeper: KeeperHandle,
    refused: Rc<RefCell<Option<String>>>,
}

impl KeeperPort for Waiting {
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event> {
        let (answered, answer) = channel();
        self.keeper.hand_in(draft, move |kept| {
            // Nobody listens any more where the disk took too long.
            let _ = answered.send(kept);
        });
        match answer.recv_timeout(A_COMMIT_TAKES) {
            Ok(Ok(receipt)) => {
                let (kept, qr) = receipt.into_parts();
                Some(Event::Kept(hand_in, KeptReceipt { entry: kept.id(), teken: kept.teken(), qr }))
            }
            Ok(Err(not_kept)) => {
                self.refused.replace(Some(not_kept.why.to_string()));
                Some(Event::NotKept(hand_in, *not_kept.draft))
            }
            Err(_) => {
                self.refused.replace(Some(format!("the disk takes more than {} seconds", A_COMMIT_TAKES.as_secs())));
                None
            }
        }
    }
}
