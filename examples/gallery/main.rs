//! Draws every screen on both reference panels, in both sizes, in Dutch and English, without a display.
//!
//! `cargo run --example gallery -- DIR [WORD...]` writes `DIR/<panel>-<size>-<language>-<theme>-<screen>.png` and
//! `DIR/index.html`, a page that shows them with filters. With names of screens only those are drawn, with codes of languages
//! those languages, with `warm` or `stark` (high contrast) those colours, with `standard`, `groter`, `lager` or `groter-lager`
//! those sizes; `all` is every language, both colours and every size, unless some are named. A picture in which nothing is drawn fails the run, and so does one with a text that leaves its box or lies on
//! another: each is named, after all are drawn. With `-` for DIR nothing is drawn and only that is looked at, which is much
//! quicker.

#[path = "../../tests/bench/mod.rs"]
mod bench;
mod page;

use bench::{ALWAYS, Bench, LANGUAGES, fits, stations};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use inloop::kiosk::layout::Panel;
use inloop::visit::Event;
use page::Shot;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// A screen with a question, answers and a bar has more pixels than this beside its ground.
const DRAWN: usize = 5_000;
const WARM: &str = "warm";
const STARK: &str = "stark";
const STANDARD: &str = "standard";
const GROTER: &str = "groter";
const LAGER: &str = "lager";
const GROTER_LAGER: &str = "groter-lager";
/// The resting glass is nobody's: it wears what the post chose.
const REST: &str = "rest";

/// Wears no resident's dress: the resting glass, and the caretaker's screen over it.
fn is_nobodys(screen: &str) -> bool {
    screen == REST || screen.starts_with("care-")
}

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args_os().skip(1);
    let folder = PathBuf::from(args.next().ok_or_else(|| anyhow::anyhow!("say where to: gallery DIR [WORD...]"))?);
    let wanted = Wanted::read(args.map(|arg| arg.to_string_lossy().into_owned()).collect());
    let draws = folder.as_os_str() != "-";
    if draws {
        std::fs::create_dir_all(&folder)?;
    }
    // A glass lives on the thread it began on, and so the panels are drawn beside each other.
    let panels = [("landscape", Panel::LANDSCAPE_10), ("portrait", Panel::PORTRAIT_15)];
    let drawn: Vec<_> = std::thread::scope(|scope| {
        let threads = panels.map(|(name, panel)| {
            let (wanted, folder) = (&wanted, draws.then_some(folder.as_path()));
            scope.spawn(move || all_of(name, panel, wanted, folder))
        });
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panicked| std::panic::resume_unwind(panicked))).collect()
    });
    let (mut shots, mut complaints) = (Vec::new(), Vec::new());
    for of_panel in drawn {
        let (its_shots, its_complaints) = of_panel?;
        shots.extend(its_shots);
        complaints.extend(its_complaints);
    }
    if draws {
        page::write(&folder, &shots)?;
    }
    println!("{} screens", shots.len());
    anyhow::ensure!(complaints.is_empty(), "{} texts cannot be read:\n{}", complaints.len(), complaints.join("\n"));
    Ok(())
}

/// Every screen of one panel, drawn into `folder` where there is one: what was drawn, and which texts cannot be read.
fn all_of(name: &'static str, panel: Panel, wanted: &Wanted, folder: Option<&Path>) -> anyhow::Result<(Vec<Shot>, Vec<String>)> {
    let (mut shots, mut complaints) = (Vec::new(), Vec::new());
    for shot in wanted.shots(name) {
        let bench = dressed(panel, &shot);
        stations::go(&bench, shot.screen);
        if shot.screen.starts_with("care-") && shot.size == GROTER {
            bench.glass.deliver(Event::Size);
        }
        let Shot { size, language, theme, screen, .. } = &shot;
        let place = format!("{screen} ({name}, {size}, {language}, {theme})");
        complaints.extend(fits::complaints(&bench).into_iter().map(|what| format!("{place}: {what}")));
        if let Some(folder) = folder {
            draw(&bench, &folder.join(shot.file()))?;
        }
        shots.push(shot);
    }
    Ok((shots, complaints))
}

/// What was asked for.
struct Wanted {
    languages: Vec<String>,
    themes: Vec<&'static str>,
    sizes: Vec<&'static str>,
    /// Of screens; none means all.
    names: Vec<String>,
}

impl Wanted {
    fn read(words: Vec<String>) -> Self {
        let (alls, words): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word == "all");
        let (mut languages, words): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| LANGUAGES.contains(&word.as_str()));
        let (colours, words): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word == WARM || word == STARK);
        let mut sizes = vec![STANDARD, GROTER, LAGER, GROTER_LAGER];
        let (reaches, names): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| sizes.contains(&word.as_str()));
        let all = !alls.is_empty();
        if languages.is_empty() {
            let some: &[&str] = if all { &LANGUAGES } else { &ALWAYS };
            languages = some.iter().map(|code| (*code).to_owned()).collect();
        }
        let mut themes = vec![WARM, STARK];
        themes.retain(|theme| if colours.is_empty() { all || *theme == WARM } else { colours.iter().any(|word| word == theme) });
        let usual = |size: &str| all || size == STANDARD || size == GROTER;
        sizes.retain(|size| if reaches.is_empty() { usual(size) } else { reaches.iter().any(|word| word == size) });
        Wanted { languages, themes, sizes, names }
    }

    /// All pictures of a panel.
    fn shots(&self, panel: &'static str) -> Vec<Shot> {
        let screens: Vec<_> = stations::with_care().map(|station| station.name).collect();
        let is_wanted = |screen: &str| self.names.is_empty() || self.names.iter().any(|name| name == screen);
        let mut shots = Vec::new();
        for size in self.sizes.iter().copied() {
            for language in &self.languages {
                for theme in &self.themes {
                    for screen in screens.iter().filter(|screen| is_wanted(screen) && (!is_nobodys(screen) || *theme == WARM)) {
                        shots.push(Shot { panel, size, language: language.clone(), theme, screen });
                    }
                }
            }
        }
        shots
    }
}

/// A glass in the dress of `shot`, put on as a resident does.
fn dressed(panel: Panel, shot: &Shot) -> Bench {
    let bench = Bench::new(panel);
    if is_nobodys(shot.screen) {
        return bench;
    }
    bench.dress(&shot.language, [GROTER, GROTER_LAGER].contains(&shot.size));
    if [LAGER, GROTER_LAGER].contains(&shot.size) {
        bench.lower();
    }
    if shot.theme == STARK {
        bench.glass.deliver(Event::Seeing);
        bench.choose("aa-contrast");
        bench.glass.deliver(Event::Back);
    }
    bench
}

fn draw(bench: &Bench, file: &Path) -> anyhow::Result<()> {
    let picture = bench.picture();
    let ground = picture.as_slice().first().copied();
    let drawn = picture.as_slice().iter().filter(|pixel| Some(**pixel) != ground).count();
    anyhow::ensure!(drawn > DRAWN, "{} is blank: {drawn} pixels differ from the ground", file.display());
    let encoder = PngEncoder::new_with_quality(BufWriter::new(File::create(file)?), CompressionType::Fast, FilterType::NoFilter);
    encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), ExtendedColorType::Rgba8)?;
    Ok(())
}
