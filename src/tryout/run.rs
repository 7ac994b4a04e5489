//! What `cargo run` does.

use super::args::{Args, GlassKind};
use super::glass::{PageChime, PageVoice, WINDOW_HEIGHT, in_a_window, on_a_page};
use super::office::{enrol, open_office};
use super::web::{Bell, PageMicrophone};
use super::{Folder, Login};
use crate::clock::{Clock, Luck, MachineClock, MachineLuck, ServerClock};
use crate::entry::Language;
use crate::kiosk::care::Places;
use crate::kiosk::chime::PlayedChime;
use crate::kiosk::glass::{Ringer, Settings};
use crate::kiosk::machine::{self, ending};
use crate::kiosk::post::{Post, PostParts};
use crate::kiosk::recorder::{self, AlsaMicrophone};
use crate::kiosk::voice::{self, PlayedSound, Sounder};
use anyhow::Context;
use inloop_hardware::printer::{BenchPrinter, Printer};
use inloop_hardware::ticket::Paper;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

/// Starts desk, kiosk and glass, says where to look, and runs until the window is closed or Ctrl-C is pressed.
///
/// # Errors
/// One sentence: a port that is taken, a folder that cannot be used, a desk or kiosk that does not start.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data)?;
    let luck: Arc<dyn Luck> = Arc::new(MachineLuck);
    let kind = args.glass_kind();
    // Taken before anything is made, so that a port in use leaves no trace.
    let page = if kind == GlassKind::Web { Some(listen(args.glass_port, "--glass-port")?) } else { None };
    let desk = if args.without_desk {
        None
    } else {
        let (staff, kiosks) = (listen(args.desk_port, "--desk-port")?, listen(args.kiosk_port, "--kiosk-port")?);
        let (desk, login) = open_office(&folder, staff, kiosks, Arc::new(ServerClock), Arc::clone(&luck))?;
        enrol(&folder, &desk, Arc::new(MachineClock::new()), Arc::clone(&luck)).context("the kiosk could not be enrolled")?;
        Some((desk, login))
    };

    let panel = args.panel.panel();
    let panel = if kind == GlassKind::Window { panel.no_higher_than(WINDOW_HEIGHT) } else { panel };
    let (ringer, sounder, recorder): (Box<dyn Ringer>, Box<dyn Sounder>, recorder::Parts) = match page {
        None => {
            let played = PlayedSound { loudspeaker: None, handset: Some("default".into()) };
            let microphone = Box::new(AlsaMicrophone::new("default".into()));
            let recorder = recorder::Parts { microphone, sounder: Box::new(played.clone()) };
            (Box::new(PlayedChime::default()), Box::new(played), recorder)
        }
        Some(listener) => {
            let (bell, microphone) = (Bell::new(), PageMicrophone::new());
            on_a_page(panel, listener, bell.clone(), microphone.clone())?;
            let recorder = recorder::Parts { microphone: Box::new(microphone), sounder: Box::new(PageVoice(bell.clone())) };
            (Box::new(PageChime(bell.clone())), Box::new(PageVoice(bell)), recorder)
        }
    };
    let voice = Some(voice::Parts::new(sounder, Some(folder.recordings())));
    let clock: Arc<dyn Clock> = Arc::new(MachineClock::new());
    let printer: Option<Box<dyn Printer>> = Some(Box::new(BenchPrinter::new(folder.tickets(), Paper::Mm58)));
    let (data, glass, texts, scanner) =
        (folder.kiosk(), Settings { look: folder.look(), ..panel.into() }, folder.texts(), args.scanner);
    let (recorder, handset, proxy) = (Some(recorder), true, None);
    let languages = vec![Language::NL, Language::EN];
    let parts = PostParts {
        folder: data,
        clock,
        luck,
        glass,
        languages,
        texts,
        scanner,
        ringer,
        printer,
        voice,
        recorder,
        handset,
        proxy,
        machine: machine::Parts::default(),
        care: Places::default(),
        set_up: None,
    };
    let post = Post::start(parts)?;
    if kind == GlassKind::Window {
        in_a_window(post.app(), panel);
    }
    say_where(args, &folder, kind, desk.as_ref().map(|(desk, login)| (desk.staff_url(), login)));
    ending::in_order_on_a_signal().context("Ctrl-C cannot be heard")?;
    post.run()?;
    drop(post);
    if let Some((desk, _)) = desk {
        desk.shutdown();
    }
    Ok(())
}

/// Loopback only: the try-out is for whoever sits at this machine.
fn listen(port: u16, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} cannot be used here; choose another with {flag}"))
}

fn say_where(args: &Args, folder: &Folder, kind: GlassKind, desk: Option<(String, &Login)>) {
    match kind {
        GlassKind::Web => println!("The kiosk:  http://127.0.0.1:{}", args.glass_port),
        GlassKind::Window => println!("The kiosk:  the window that has opened"),
    }
    match desk {
        Some((url, login)) => {
            println!("The desk:   {url}");
            println!("Log in as:  {}   password: {}", login.name, *login.password);
        }
        None => println!("The desk:   not started; what you leave at the kiosk waits for it"),
    }
    println!("Tickets:    pictures in {}", folder.tickets().display());
    println!("Everything is kept in {}. Ctrl-C ends it.", args.data.display());
}
