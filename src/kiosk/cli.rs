//! The command line of `inloop-kiosk`.

use super::checked;
use super::chime::PlayedChime;
use super::closed::{self, Closed};
use super::config::{self, Config, SAMPLE};
use super::copy;
use super::display::{self, Display};
use super::enrol::{self, LOOK_EVERY, Progress, Way};
use super::glass::Settings;
use super::identity::Identity;
use super::link::Patience;
use super::machine::named::{self, Starter};
use super::machine::{self, ending, turned};
use super::post::{OUTBOX, Post, PostParts};
use super::recorder::{self, AlsaMicrophone};
use super::restart::WhenIdle;
use super::setup;
use super::trial::{self, Fit};
use super::voice::{self, PlayedSound};
use super::wording::{Looked, look_at};
use crate::clock::{Clock, Luck, MachineClock, MachineLuck};
use crate::outbox::{NotOpened, Outbox};
use crate::texts::{Library, Text};
use crate::visit::Fault;
use crate::wire::{EnrolCode, Sort};
use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use inloop_hardware::escpos::{EscPosPrinter, Place};
use inloop_hardware::printer::Printer;
use inloop_hardware::ticket::Paper;
use std::fs::DirBuilder;
use std::io::{BufRead, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The kiosk of Inloop: keeps what residents leave until the desk has it.
#[derive(Debug, Parser)]
#[command(name = "inloop-kiosk", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the glass.
    Run(Configured),
    /// Show in the hall who is called: for a display, not for a kiosk.
    Display(Configured),
    /// Enrol this kiosk with the code that staff read out.
    Enrol {
        /// The code of 8 letters and digits.
        code: String,
        /// Enrol anew, under other keys, a kiosk that is enrolled already.
        #[arg(long)]
        again: bool,
        #[command(flatten)]
        configured: Configured,
    },
    /// Say whether this program is fit to stand in the hall: draws every screen and keeps a question, and sends, prints and says nothing.
    Check(Configured),
    /// Copy everything that is kept here, sealed as it is, to one file in FOLDER (a USB stick), for `inloop-desk import`.
    Copy {
        /// Where the file is to be.
        folder: PathBuf,
        #[command(flatten)]
        configured: Configured,
    },
    /// Say what is wrong with a site's own texts, and which languages no native reader has read.
    CheckTexts {
        /// The folder with its files; without it only the bundled languages are listed.
        folder: Option<PathBuf>,
    },
    /// Say everything that is wrong with a configuration, with its line; nothing is started.
    CheckConfig {
        /// The file.
        file: PathBuf,
        /// It comes from a card, which may not say where the kiosk keeps what it has.
        #[arg(long)]
        card: bool,
    },
    /// Print the line for udev that turns touch as the configuration turns the picture.
    TouchRule(Configured),
    /// Print a commented configuration.
    DefaultConfig,
}

#[derive(Debug, clap::Args)]
struct Configured {
    /// The configuration.
    #[arg(long, default_value = "inloop-kiosk.toml")]
    config: PathBuf,
}

/// Does what the command line says; asks `input` and tells `out` where a person has to compare words.
///
/// # Errors
/// One sentence for whoever typed it.
pub fn run(cli: Cli, input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<()> {
    match cli.command {
        Command::Run(configured) => show(&configured),
        Command::Display(configured) => display(configured.load()?),
        Command::Enrol { code, again, configured } => enrol(&configured.load()?, &code, again, input, out),
        Command::Check(configured) => check(&configured.load()?, out),
        Command::Copy { folder, configured } => copy_to(&configured.load()?, &folder, out),
        Command::CheckTexts { folder } => check_texts(folder.as_deref(), out),
        Command::CheckConfig { file, card } => checked::tell(&file, card, out),
        Command::TouchRule(configured) => touch_rule(configured.load()?.panel.rotation, out),
        Command::DefaultConfig => Ok(out.write_all(SAMPLE.as_bytes())?),
    }
}

impl Configured {
    fn load(&self) -> anyhow::Result<Config> {
        Config::load(&self.config).with_context(|| format!("the configuration {} cannot be used", self.config.display()))
    }
}

fn display(config: Config) -> anyhow::Result<()> {
    let folder = data(config.data.clone())?;
    Display::start(display::Parts::of_this_machine(config, folder)?)?.run();
    Ok(())
}

fn touch_rule(rotation: config::Rotation, out: &mut dyn Write) -> anyhow::Result<()> {
    match turned::touch_rule(rotation) {
        Some(rule) => Ok(writeln!(out, "{rule}")?),
        None => bail!("[panel] rotation is 0: touch needs no rule"),
    }
}

/// The picture as it is mounted: where that is not how this process began, it begins again in its own place.
fn turn(rotation: config::Rotation) -> anyhow::Result<()> {
    if !turned::differs(rotation, std::env::var(turned::VARIABLE).ok().as_deref()) {
        return Ok(());
    }
    let program = std::env::current_exe().context("the picture cannot be turned: where this program is cannot be found out")?;
    Err(turned::again(program.into(), std::env::args_os().skip(1), rotation)).context("the picture cannot be turned")
}

/// Calls `make` with who started this program.
fn started_by<T>(make: impl FnOnce(Starter<'_>) -> T) -> T {
    let variable = |name| std::env::var(name).ok();
    let (socket, usec, pid) = (std::env::var_os("NOTIFY_SOCKET"), variable("WATCHDOG_USEC"), variable("WATCHDOG_PID"));
    make(Starter { socket: socket.as_deref(), usec: usec.as_deref(), pid: pid.as_deref() })
}

fn show(configured: &Configured) -> anyhow::Result<()> {
    let loaded = configured.load();
    let config = loaded.as_ref().map_or_else(|_| Config::salvaged(&configured.config), |config| Ok(config.clone()))?;
    if config.display.is_some() {
        bail!("this is the configuration of a display: show it with `inloop-kiosk display`");
    }
    // Where nothing is known of it, whoever started this program may know.
    if loaded.is_ok() || config.panel.rotation != config::Rotation::default() {
        turn(config.panel.rotation)?;
    }
    let post = match loaded.map_err(|why| (Some(Fault::Settings), why)).and_then(begin) {
        Ok(post) => post,
        Err((Some(fault), why)) => return close(config, fault, why),
        Err((None, why)) => return Err(why),
    };
    if let Some(when) = WhenIdle::of_this_service() {
        post.restart(when);
    }
    ending::in_order_on_a_signal().context("the end cannot be heard")?;
    Ok(post.run()?)
}

/// Before a glass that systemd started stands somebody who can read no log; whoever types the command reads why.
fn close(config: Config, fault: Fault, why: anyhow::Error) -> anyhow::Result<()> {
    if started_by(|starter| starter.socket.is_none()) {
        return Err(why);
    }
    tracing::error!(fault = fault.number(), "this kiosk cannot begin, and says so on its glass: {why:#}");
    // A bad name takes no good one with it: the light and the watchdogs are tried without the others.
    let bare = Config { pins: None, caretaker_panel: None, ..config.clone() };
    let machine = started_by(|starter| {
        let parts = named::parts(&config, starter).or_else(|_| named::parts(&bare, starter));
        parts.or_else(|_| named::watched_only(starter)).unwrap_or_default()
    });
    let closed = closed::Parts {
        folder: config.data,
        clock: Arc::new(MachineClock::new()),
        luck: Arc::new(MachineLuck),
        glass: Settings { panel: config.panel.of_the_glass(), keys: config.keys, look: config.look },
        languages: config.languages,
        texts: config.texts,
        machine,
    };
    let closed = match Closed::start(closed, fault) {
        Ok(closed) => closed,
        Err(no_screen) => {
            tracing::error!(error = &no_screen as &dyn std::error::Error, "nor is there a screen to say it on");
            return Err(why);
        }
    };
    closed.ends(WhenIdle::of_this_service(), || {
        if let Err(error) = slint::quit_event_loop() {
            tracing::error!(%error, "the glass does not end");
        }
    });
    ending::in_order_on_a_signal().context("the end cannot be heard")?;
    Ok(closed.run()?)
}

fn begin(config: Config) -> Result<Post, (Option<Fault>, anyhow::Error)> {
    let settings = |why: anyhow::Error| (Some(Fault::Settings), why);
    let machine = started_by(|starter| named::parts(&config, starter)).map_err(|why| settings(why.into()))?;
    let printer = config.printer.as_ref().map(ticket_printer).transpose().map_err(settings)?;
    let folder = data(config.data.clone()).map_err(|why| (Some(Fault::Kept), why))?;
    let parts = post_parts(config, folder, machine, printer);
    Post::start(parts).map_err(|why| (closed::fault(&why), why.into()))
}

fn post_parts(config: Config, folder: PathBuf, machine: machine::Parts, printer: Option<Box<dyn Printer>>) -> PostParts {
    let (panel, scanner, texts) = (config.panel, config.scanner, config.texts);
    let panel = panel.of_the_glass();
    let clock: Arc<dyn Clock> = Arc::new(MachineClock::new());
    let luck: Arc<dyn Luck> = Arc::new(MachineLuck);
    let handset = config.sound.handset.is_some();
    let loudspeaker = config.sound.loudspeaker;
    let ringer = Box::new(PlayedChime { loudspeaker: loudspeaker.clone() });
    let played = PlayedSound { loudspeaker, handset: config.sound.handset };
    let recorder = config
        .sound
        .microphone
        .map(|device| recorder::Parts { microphone: Box::new(AlsaMicrophone::new(device)), sounder: Box::new(played.clone()) });
    let sounder = Box::new(played);
    let voice = Some(voice::Parts::new(sounder, config.sound.recordings));
    let (proxy, care) = (config.desk.proxy, config.caretaker);
    let set_up = Some(setup::Known { said: config.said, desk: config.desk.url, rotation: config.panel.rotation });
    let glass = Settings { panel, keys: config.keys, look: config.look };
    PostParts {
        folder,
        clock,
        luck,
        glass,
        languages: config.languages,
        texts,
        scanner,
        ringer,
        printer,
        voice,
        recorder,
        handset,
        proxy,
        machine,
        care,
        set_up,
    }
}

fn check(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    config.printer.as_ref().map(ticket_printer).transpose()?;
    data(config.data.clone())?;
    let Fit { screens, kept } = trial::run(config, Arc::new(MachineClock::new()), Arc::new(MachineLuck))?;
    match kept {
        0 => writeln!(out, "Fit: {screens} pictures drawn. This kiosk is not enrolled, so that nothing could be kept.")?,
        _ => writeln!(out, "Fit: {screens} pictures drawn, {kept} questions sealed, kept and counted.")?,
    }
    Ok(())
}

/// The printer as configured; it may be plugged in later.
fn ticket_printer(config: &config::TicketPrinter) -> anyhow::Result<Box<dyn Printer>> {
    let place: Place = config.place.parse().context("[printer] place")?;
    let paper = match config.paper {
        config::Roll::Mm58 => Paper::Mm58,
        config::Roll::Mm80 => Paper::Mm80,
    };
    Ok(Box::new(EscPosPrinter::new(place, paper)))
}

fn enrol(config: &Config, code: &str, again: bool, input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<()> {
    let folder = data(config.data.clone())?;
    if !again && Identity::load(&folder)?.is_some() {
        bail!("this kiosk is enrolled already; --again enrols it anew");
    }
    let sort = if config.display.is_some() { Sort::Display } else { Sort::Kiosk };
    let Some(desk) = config.desk.url.clone() else { bail!("the configuration does not say where the desk is: [desk] url") };
    let way = Way { desk, only: None, proxy: config.desk.proxy.clone(), patience: Patience::default(), sort };
    let offer = enrol::ask(&way, EnrolCode::parse(code)?, Arc::new(MachineClock::new()), &MachineLuck)?;
    writeln!(out, "\n    {}\n", offer.words().join("   "))?;
    write!(out, "Does the desk show the same four words, in this order? Type yes or no: ")?;
    out.flush()?;
    let mut said = String::new();
    input.read_line(&mut said)?;
    if !matches!(said.trim().to_lowercase().as_str(), "yes" | "ja" | "y" | "j") {
        bail!("the words were not the same: nothing was kept. Refuse this kiosk at the desk, and look who sits between");
    }
    let start = if sort == Sort::Display { "display" } else { "run" };
    writeln!(out, "Now say at the desk that they are the same.")?;
    let mut compared = offer.words_are_the_same();
    loop {
        compared = match compared.look() {
            Ok(Progress::Enrolled(identity)) => {
                identity.store(&folder)?;
                return Ok(writeln!(out, "This is kiosk {} now. Start it with `inloop-kiosk {start}`.", identity.kiosk)?);
            }
            Ok(Progress::Waiting(again)) => again,
            Err((error, Some(again))) => {
                writeln!(out, "{error}; trying again.")?;
                again
            }
            Err((error, None)) => return Err(error.into()),
        };
        std::thread::sleep(LOOK_EVERY);
    }
}

fn copy_to(config: &Config, folder: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let data = &config.data;
    let Some(identity) = Identity::load(data)? else { bail!("this kiosk is not enrolled: there is nothing to copy") };
    let outbox = match Outbox::open(&data.join(OUTBOX)) {
        Err(NotOpened::InUse(_)) => bail!("the kiosk is running: stop it first, or copy from its own caretaker's screen"),
        other => other?,
    };
    let made = copy::write(folder, &identity, &outbox, &MachineClock::new())?;
    writeln!(out, "{} entries and {} pieces of sound are in {}.", made.entries, made.pieces, made.file.display())?;
    Ok(writeln!(out, "At the desk: inloop-desk import {}", made.file.display())?)
}

/// Tells everything that is wrong at once, so that it is mended at once.
fn check_texts(folder: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<()> {
    let looked = match folder {
        Some(folder) => look_at(folder).with_context(|| format!("the folder {} cannot be read", folder.display()))?,
        None => Vec::new(),
    };
    let mut library = Library::parse(inloop_ui::languages())?;
    let mut wrong = 0;
    for Looked { code, ftl, findings } in &looked {
        for refused in &findings.refused {
            writeln!(out, "WRONG  {refused}")?;
        }
        for note in &findings.notes {
            writeln!(out, "look   {note}")?;
        }
        wrong += findings.refused.len();
        if findings.refused.is_empty() {
            library.reword([(code.as_str(), ftl.as_str())])?;
        }
    }
    for language in library.languages() {
        let name = library.say(language, &Text::key(format!("language-{}", language.code())));
        let read = if library.read_by_native(language) { "read by a native reader" } else { "NOT READ by a native reader yet" };
        writeln!(out, "{:<3}    {read}: {name}", language.code())?;
    }
    match wrong {
        0 => Ok(()),
        1 => bail!("one thing is wrong: the kiosk does not use that file, and goes on with its last good copy"),
        _ => bail!("{wrong} things are wrong: the kiosk does not use those files, and goes on with their last good copies"),
    }
}

/// The data folder, made for this user alone where it is not there.
fn data(folder: PathBuf) -> anyhow::Result<PathBuf> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    made.with_context(|| format!("the data folder {} cannot be used", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use config::{Roll, TicketPrinter};

    #[test]
    fn a_printer_is_used_where_one_is_named_and_a_slip_of_the_pen_says_what_can_be_named() {
        let named = |place: &str| ticket_printer(&TicketPrinter { place: place.into(), paper: Roll::Mm80 });
        assert_eq!(named("/dev/usb/lp0").unwrap().paper(), Paper::Mm80);
        let said = format!("{:#}", named("usb").err().unwrap());
        assert!(said.starts_with("[printer] place: ") && said.contains("/dev/usb/lp0"), "{said}");
    }
}
