//! Shows samples of the now-calling display, to see whether a television does what a hall needs:
//! `cargo run -p inloop-hardware --example display -- /dev/fb0 708 398`, with the millimetres of what is seen of it; or, without a
//! television, all samples as PNG files: `cargo run -p inloop-hardware --example display -- DIR`.
//!
//! Nobody else may draw there: stop the kiosk, and say `fbcon=map:1` to the kernel.
#![allow(clippy::expect_used, reason = "whoever tries a display reads what was wrong")]

#[path = "../tests/promises/displays.rs"]
#[allow(dead_code, reason = "the promises use all of them")]
mod displays;
#[path = "../tests/promises/samples.rs"]
#[allow(dead_code, reason = "the promises use all of them")]
mod samples;

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use inloop_hardware::display::{Framebuffer, LinuxFramebuffer, Panel, render};

/// Time to look at each with a ruler.
const EACH: Duration = Duration::from_secs(10);

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [folder] => pictures(Path::new(folder)),
        [device, width, height] => {
            let number = |text: &String| text.parse().expect("millimetres are a number");
            let panel = Panel::new(number(width), number(height)).expect("this is a panel");
            show(PathBuf::from(device), panel);
        }
        _ => {
            eprintln!("Say which framebuffer and its millimetres (/dev/fb0 708 398), or a folder for pictures.");
            std::process::exit(2);
        }
    }
}

fn show(device: PathBuf, panel: Panel) {
    let mut framebuffer = LinuxFramebuffer::new(device).expect("this is a framebuffer");
    for (name, showing) in displays::all() {
        let geometry = framebuffer.geometry().expect("the kernel tells of it");
        let picture = render(&showing, panel, (geometry.width, geometry.height), &samples::fonts()).expect("it can be drawn");
        framebuffer.show(&picture, geometry).expect("it can be written");
        println!("{name}, {}x{} pixels", geometry.width, geometry.height);
        sleep(EACH);
    }
}

fn pictures(folder: &Path) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (name, showing) in displays::all() {
        for (size, panel, pixels) in displays::panels() {
            let picture = render(&showing, panel, pixels, &samples::fonts()).expect("it can be drawn");
            let file = folder.join(format!("display-{name}-{size}.png"));
            std::fs::write(&file, picture.png().expect("it has pixels")).expect("the file can be written");
        }
    }
    println!("{}", folder.display());
}
