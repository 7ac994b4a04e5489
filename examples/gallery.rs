//! Draws every screen on both reference panels, in both sizes, in Dutch and English, without a display.
//!
//! `cargo run --example gallery -- DIR [NAME...]` writes `DIR/<panel>-<size>-<language>-<screen>.png`; with names of screens
//! only those, with codes of languages (or `all`) those languages. A picture in which nothing is drawn fails the run, and so
//! does one with a text that leaves its box or lies on another: each is named, after all are drawn. With `-` for DIR nothing
//! is drawn and only that is looked at, which is much quicker.

#[path = "../tests/bench/mod.rs"]
mod bench;

use bench::{ALWAYS, Bench, LANGUAGES, fits, stations};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use inloop::kiosk::layout::Panel;
use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

/// A screen with a question, answers and a bar has more pixels than this beside its ground.
const DRAWN: usize = 5_000;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args_os().skip(1);
    let folder = PathBuf::from(args.next().ok_or_else(|| anyhow::anyhow!("say where to: gallery DIR [NAME...]"))?);
    let (mut languages, wanted): (Vec<String>, Vec<String>) =
        args.map(|arg| arg.to_string_lossy().into_owned()).partition(|arg| arg == "all" || LANGUAGES.contains(&arg.as_str()));
    if languages.is_empty() {
        languages = ALWAYS.map(str::to_owned).to_vec();
    } else if languages.iter().any(|code| code == "all") {
        languages = LANGUAGES.map(str::to_owned).to_vec();
    }
    let mut complaints = Vec::new();
    let draws = folder.as_os_str() != "-";
    if draws {
        std::fs::create_dir_all(&folder)?;
    }
    let mut screens = 0;
    for (panel_name, panel) in [("landscape", Panel::LANDSCAPE_10), ("portrait", Panel::PORTRAIT_15)] {
        for size in ["standard", "groter"] {
            for language in &languages {
                for station in stations::all() {
                    if !wanted.is_empty() && !wanted.iter().any(|name| name == station.name) {
                        continue;
                    }
                    let bench = Bench::new(panel);
                    if station.name != "rest" {
                        bench.dress(language, size == "groter");
                    }
                    (station.go)(&bench);
                    screens += 1;
                    let place = format!("{} ({panel_name}, {size}, {language})", station.name);
                    complaints.extend(fits::complaints(&bench).into_iter().map(|what| format!("{place}: {what}")));
                    if !draws {
                        continue;
                    }
                    let picture = bench.picture();
                    let file = folder.join(format!("{panel_name}-{size}-{language}-{}.png", station.name));
                    let ground = picture.as_slice().first().copied();
                    let drawn = picture.as_slice().iter().filter(|pixel| Some(**pixel) != ground).count();
                    anyhow::ensure!(drawn > DRAWN, "{} is blank: {drawn} pixels differ from the ground", file.display());
                    let encoder = PngEncoder::new_with_quality(
                        BufWriter::new(File::create(&file)?),
                        CompressionType::Fast,
                        FilterType::NoFilter,
                    );
                    encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), ExtendedColorType::Rgba8)?;
                }
            }
        }
    }
    println!("{screens} screens");
    anyhow::ensure!(complaints.is_empty(), "{} texts cannot be read:\n{}", complaints.len(), complaints.join("\n"));
    Ok(())
}
