//! What is wrong with a configuration, told to whoever wrote it: all of it at once, each thing with its line.
//!
//! A file on a card is written by somebody who cannot log in on the kiosk. What is found here is what they read on that card again
//! (`hardware/deploy/inloop-settings`), so a wrong line is taken out, and what is left is looked at anew. What would only follow from a
//! line that is gone is not told. Nothing is opened, written or asked of a device.

use super::config::{BadConfig, Config};
use super::machine::named::{self, Starter};
use anyhow::{Context, bail};
use inloop_hardware::escpos::Place;
use std::io::Write;
use std::path::Path;

/// More than this is told of no file: it is no configuration.
const MOST: usize = 20;

/// How `toml` begins what it says of a setting that is not there; it stands for what was taken out, too.
const MISSING: &str = "missing field";

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where; none where it is about no single line.
    pub line: Option<usize>,
    /// What.
    pub what: String,
}

/// Tells everything that is wrong with `file`, a line each.
///
/// # Errors
/// One sentence where anything is, or where the file cannot be read.
pub fn tell(file: &Path, card: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let found = match std::str::from_utf8(&bytes) {
        Ok(text) => look(text, card),
        Err(error) => vec![no_text(&bytes, error.valid_up_to())],
    };
    for Found { line, what } in &found {
        match line {
            Some(line) => writeln!(out, "{}:{line}: {what}", file.display())?,
            None => writeln!(out, "{}: {what}", file.display())?,
        }
    }
    match found.len() {
        0 => Ok(writeln!(out, "{}: nothing is wrong.", file.display())?),
        1 => bail!("one thing is wrong with {}", file.display()),
        many => bail!("{many} things are wrong with {}", file.display()),
    }
}

/// A file that an editor saved in letters of its own.
fn no_text(bytes: &[u8], good: usize) -> Found {
    let line = bytes[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
    Found { line: Some(line), what: "this is not text in UTF-8: save it again as \"UTF-8\"".to_owned() }
}

/// Everything that is wrong with a text, by line. A `card` may say less: it cannot lead a kiosk away from who it is.
#[must_use]
pub fn look(text: &str, card: bool) -> Vec<Found> {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    if card && let Some(line) = lines.iter().take_while(|line| !is_head(line)).position(|line| sets(line, "data")) {
        let what = "`data` cannot be said on a card: the kiosk keeps everything where it always did".to_owned();
        found.push(Found { line: Some(line + 1), what });
        lines[line] = "";
    }
    if card && let Ok(table) = lines.join("\n").parse::<toml::Table>() {
        found.extend(not_on_a_card(&table, &lines));
    }
    // What several lines say together is not told of a text of which some were taken out, nor what is missing then.
    let mut taken_out = !found.is_empty();
    while found.len() < MOST {
        let text = lines.join("\n");
        let more = match Config::parse(&text) {
            Ok(config) => names(&config).into_iter().map(|what| of_section(what, &lines)).collect(),
            Err(BadConfig::Wrong { line, what }) if !what.starts_with(MISSING) => {
                found.push(Found { line: Some(line), what: plain(&what) });
                // What is no TOML at all ends where it is not understood.
                if text.parse::<toml::Table>().is_err() || !take_out(&mut lines, line) {
                    break;
                }
                taken_out = true;
                continue;
            }
            Err(BadConfig::Wrong { line, what }) => vec![Found { line: Some(line), what: plain(&what) }],
            Err(other) => vec![of_section(other.to_string(), &lines)],
        };
        if !taken_out {
            found.extend(more);
        }
        break;
    }
    found.sort_by_key(|found| found.line);
    found
}

/// What a site may say and a card may not, however it is written: where a kiosk keeps everything, whose words residents read, and files
/// of the kiosk's own that a printer's bytes would go into.
fn not_on_a_card(table: &toml::Table, lines: &[&str]) -> Vec<Found> {
    let place = table.get("printer").and_then(|printer| printer.get("place")).and_then(toml::Value::as_str);
    let file = place.is_some_and(|place| place.starts_with('/') && (!place.starts_with("/dev/") || place.contains("..")));
    let all = [
        (table.contains_key("data"), "data", "`data` cannot be said on a card: the kiosk keeps everything where it always did"),
        (table.contains_key("texts"), "texts", "`texts` cannot be said on a card: words for residents come from the desk"),
        (file, "place", "[printer] place on a card is a device (/dev/...) or an address in the network"),
    ];
    let line = |key| lines.iter().position(|line| sets(line, key)).map(|line| line + 1);
    all.into_iter().filter(|(said, ..)| *said).map(|(_, key, what)| Found { line: line(key), what: what.to_owned() }).collect()
}

/// What a name stands for, as the program asks when it starts.
fn names(config: &Config) -> Vec<String> {
    let devices = named::parts(config, Starter::default()).err().map(|error| error.to_string());
    let printer = config.printer.as_ref().and_then(|printer| printer.place.parse::<Place>().err());
    devices.into_iter().chain(printer.map(|error| format!("[printer] {error}"))).collect()
}

/// With the line of its section, where `what` begins with one.
fn of_section(what: String, lines: &[&str]) -> Found {
    let section = what.split_once(' ').map_or(what.as_str(), |(first, _)| first);
    let head = section.starts_with('[').then(|| lines.iter().position(|line| line.trim() == section)).flatten();
    Found { line: head.map(|line| line + 1), what }
}

fn is_head(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

fn sets(line: &str, key: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| name.trim_start_matches('\u{feff}').trim().trim_matches('"') == key)
}

/// Takes a setting out, or a section with all that stands in it. False where there is nothing more to take.
fn take_out(lines: &mut [&str], line: usize) -> bool {
    let Some(at) = line.checked_sub(1).filter(|at| lines.get(*at).is_some_and(|line| !line.is_empty())) else { return false };
    let more = if is_head(lines[at]) { lines[at + 1..].iter().take_while(|line| !is_head(line)).count() } else { 0 };
    lines[at..=at + more].fill("");
    // A value of several lines leaves its tail: what that is called is no news.
    lines.join("\n").parse::<toml::Table>().is_ok()
}

/// In words for whoever wrote a file and no program.
fn plain(what: &str) -> String {
    what.replace("unknown field", "there is no setting")
        .replace(MISSING, "this setting is missing:")
        .replace("invalid type", "wrong sort")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::config::SAMPLE;

    /// What lies beside the programs, to be put on a card.
    const CARD: &str = include_str!("../../hardware/deploy/inloop-kiosk.toml");

    fn line_of(text: &str, part: &str) -> Option<usize> {
        text.lines().position(|line| line.contains(part)).map(|line| line + 1)
    }

    #[test]
    fn a_sound_configuration_has_nothing_to_tell_also_as_windows_saves_it() {
        assert_eq!(look(SAMPLE, false), []);
        assert_eq!(look(&format!("\u{feff}{}", SAMPLE.replace('\n', "\r\n")), false), []);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_each_with_its_line() {
        let slips =
            [("rotation = 0", "rotatoin = 0"), ("scanner = false", "scanner = 1"), ("keys = \"qwerty\"", "keys = \"azerty\"")];
        let text =
            slips.iter().fold(SAMPLE.to_owned(), |text, (good, slip)| text.replacen(good, slip, 1)) + "[bell]\nloud = true\n";
        let found = look(&text, false);
        let lines = ["azerty", "scanner = 1", "rotatoin", "[bell]"].map(|part| line_of(&text, part));
        assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), lines, "{found:?}");
        assert!(found[2].what.contains("there is no setting `rotatoin`"), "{found:?}");
    }

    #[test]
    fn what_would_follow_from_a_wrong_line_is_not_told() {
        for (good, slip) in [("width-px = 1280", "width-px = \"wide\""), ("[desk]", "[desks]")] {
            let text = SAMPLE.replacen(good, slip, 1);
            let found = look(&text, false);
            assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [line_of(&text, slip)], "{found:?}");
        }
        let open = SAMPLE.replacen("https://desk", "\"https://desk", 1).replacen("rotation = 0", "rotatoin = 0", 1);
        assert_eq!(look(&open, false).len(), 1, "what is no TOML is told alone");
        let several = format!("{SAMPLE}\n[pins]\nchip = \"/dev/gpiochip0\"\nlines = [\n  7,\n]\n");
        assert_eq!(look(&several, false).len(), 1, "nor is the tail of a value that was taken out");
    }

    #[test]
    fn a_name_that_means_nothing_is_told_with_its_section() {
        let text = format!("{SAMPLE}\n[printer]\nplace = \"usb\"\npaper = 80\n[backlight]\nfrom = \"20:00\"\n");
        let heads = ["[printer]", "[backlight]"].map(|head| text.lines().position(|line| line == head).map(|line| line + 1));
        assert_eq!(look(&text, false).iter().map(|found| found.line).collect::<Vec<_>>(), heads);
        let panel = look(&SAMPLE.replacen("217.0", "21.7", 1), false);
        assert_eq!(panel.iter().map(|found| found.line).collect::<Vec<_>>(), [line_of(SAMPLE, "[panel]")], "{panel:?}");
    }

    #[test]
    fn a_card_cannot_lead_a_kiosk_away_from_who_it_is() {
        let text = format!(
            "data = \"/tmp\"\n{}",
            SAMPLE.lines().filter(|line| !line.starts_with("data")).collect::<Vec<_>>().join("\n")
        );
        assert_eq!(look(&text, false), []);
        let found = look(&text, true);
        assert!(found.len() == 1 && found[0].line == Some(1) && found[0].what.contains("`data`"), "{found:?}");
        let bare: String = SAMPLE.lines().filter(|line| !line.starts_with("data")).map(|line| format!("{line}\n")).collect();
        for said in ["'data' = \"/tmp\"", "\"d\\u0061ta\" = \"/tmp\"", "keys2 = \"\"\"\n[x]\n\"\"\"\ndata = \"/tmp\""] {
            let found = look(&format!("{said}\n{bare}"), true);
            assert!(found.iter().any(|found| found.what.contains("`data`")), "{said}: {found:?}");
        }
        assert_eq!(look(&bare, true), []);
        for (said, word) in [
            ("texts = \"/tmp/words\"\n", "texts"),
            ("printer = { place = \"/var/lib/inloop-kiosk/outbox.sqlite\", paper = 80 }\n", "place"),
        ] {
            let text = format!("{said}{bare}");
            assert_eq!(look(&text, false), []);
            assert!(look(&text, true).iter().any(|found| found.what.contains(word)), "{said}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_its_line_and_a_wrong_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let tell_of = |bytes: &[u8]| {
            let file = folder.path().join("inloop-kiosk.toml");
            std::fs::write(&file, bytes).unwrap();
            let mut out = Vec::new();
            let told = tell(&file, false, &mut out).map_err(|error| error.to_string());
            (String::from_utf8(out).unwrap().replace(&format!("{}", file.display()), "FILE"), told.is_ok())
        };
        assert_eq!(tell_of(SAMPLE.as_bytes()), ("FILE: nothing is wrong.\n".to_owned(), true));
        assert_eq!(tell_of(b"# een\n# caf\xe9\n").0, "FILE:2: this is not text in UTF-8: save it again as \"UTF-8\"\n");
        assert!(!tell_of(b"# een\n# caf\xe9\n").1 && !tell_of(b"\xff\xfe#\0").1, "nor is the Unicode of old Windows");
        let many = (0..100).map(|n| format!("no{n} = 1\n")).collect::<String>();
        assert_eq!(tell_of((many + SAMPLE).as_bytes()).0.lines().count(), MOST, "and what is no configuration has an end");
    }

    #[test]
    fn every_line_of_the_sample_for_a_card_is_a_setting() {
        let settings: String = CARD
            .lines()
            .filter_map(|line| line.strip_prefix('#').filter(|own| !own.starts_with(' ')))
            .map(|line| format!("{line}\n"))
            .collect();
        let own: toml::Table = settings.parse().unwrap();
        assert!(["desk", "printer", "panel", "sound", "pins", "scanner"].iter().all(|name| own.contains_key(*name)), "{own:?}");
        // Over a whole configuration, because a site says only some of it.
        let mut all: toml::Table = SAMPLE.parse().unwrap();
        for (name, value) in own {
            match (all.get_mut(&name), value) {
                (Some(toml::Value::Table(there)), toml::Value::Table(more)) => there.extend(more),
                (_, value) => drop(all.insert(name, value)),
            }
        }
        assert_eq!(look(&toml::to_string(&all).unwrap(), false), []);
        let said = CARD.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        assert_eq!(said.count(), 0, "as it comes it says nothing, and the glass asks");
    }
}
