//! What a configuration may say.

use super::*;

#[test]
fn the_sample_is_a_configuration() {
    let config = Config::parse(SAMPLE).unwrap();
    assert_eq!(config.panel.width_px, 1280);
    assert_eq!(config.panel.rotation.degrees(), 0);
    assert_eq!(config.desk.url.unwrap().to_string(), "https://desk.example.nl:8443");
    assert_eq!(config.desk.proxy, None);
    assert_eq!((config.keys, config.texts), (KeyOrder::Qwerty, None));
}

#[test]
fn every_line_that_is_commented_out_in_the_sample_is_a_setting() {
    let own = |line: &'static str| match line.strip_prefix("# ") {
        Some(own) if own.starts_with('[') || own.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ')) => own,
        _ => line,
    };
    let all = SAMPLE.lines().map(own).collect::<Vec<_>>().join("\n");
    let config = Config::parse(&all).unwrap();
    let display = config.display.unwrap();
    assert_eq!((display.device.as_path(), display.width_mm, display.sound), (Path::new("/dev/fb0"), 708.0, true));
    let printer = config.printer.unwrap();
    assert_eq!((printer.place.as_str(), printer.paper), ("/dev/usb/lp0", Roll::Mm80));
    assert_eq!(config.desk.proxy.as_deref(), Some("http://proxy.example.nl:8080"));
    assert_eq!(config.texts.as_deref(), Some(Path::new("/etc/inloop-kiosk/texts")));
    assert_eq!(config.sound.handset.as_deref(), Some("plughw:CARD=Handset"));
    assert_eq!(config.sound.microphone.as_deref(), Some("plughw:CARD=Microphone"));
    assert_eq!(config.sound.loudspeaker.as_deref(), Some("plughw:CARD=Hall"));
    assert_eq!(config.pins.unwrap().lines.len(), 6);
    assert_eq!(config.watchdog.unwrap().seconds, 15);
    assert_eq!(config.backlight.unwrap().until.as_deref(), Some("07:30"));
    assert_eq!(config.caretaker_panel.unwrap().place, "/dev/i2c-1");
}

#[test]
fn the_keys_stand_in_one_of_two_orders() {
    let keys = |said: &str| Config::parse(&SAMPLE.replace("keys = \"qwerty\"", said)).map(|config| config.keys);
    assert_eq!(keys("keys = \"abc\"").unwrap(), KeyOrder::Abc);
    assert_eq!(keys("").unwrap(), KeyOrder::Qwerty);
}

#[test]
fn a_slip_of_the_pen_is_named_with_its_line() {
    let cases = [
        ("rotation = 0", "rotatoin = 0", "rotatoin"),
        ("rotation = 0", "rotation = 45", "0, 90, 180 or 270"),
        ("https://desk", "http://desk", "https://"),
        ("width-px = 1280", "width-px = \"wide\"", "invalid type"),
        ("[desk]", "[desks]", "desks"),
        ("keys = \"qwerty\"", "keys = \"azerty\"", "expected `qwerty` or `abc`"),
        ("\"nl\", \"en\"", "\"nederlands\"", ""),
    ];
    for (good, slip, word) in cases {
        let text = SAMPLE.replacen(good, slip, 1);
        let line = text.lines().position(|line| line.contains(slip)).unwrap() + 1;
        let said = Config::parse(&text).unwrap_err().to_string();
        assert!(said.starts_with(&format!("line {line}: ")) && said.contains(word), "{slip}: {said}");
    }
}

#[test]
fn a_roll_is_one_of_two() {
    let roll = |paper: u16| Config::parse(&format!("{SAMPLE}\n[printer]\nplace = \"/dev/usb/lp0\"\npaper = {paper}\n"));
    assert_eq!(roll(58).unwrap().printer.unwrap().paper, Roll::Mm58);
    assert!(roll(60).unwrap_err().to_string().contains("58 or 80 mm"));
}

#[test]
fn a_panel_that_cannot_be_is_refused() {
    for (good, slip) in [("217.0", "21.7"), ("1280", "128"), ("217.0", "136.0")] {
        assert!(matches!(Config::parse(&SAMPLE.replacen(good, slip, 1)), Err(BadConfig::Panel(_))), "{slip}");
    }
    let none = SAMPLE.replace("[\"nl\", \"en\"]", "[]");
    assert!(matches!(Config::parse(&none), Err(BadConfig::NoLanguage)));
}

#[test]
fn what_is_measured_at_the_glass_is_no_smaller_than_what_is_taken() {
    assert_eq!(*MILLIMETRES.start(), crate::setup::LEAST_SIDE);
}

#[test]
fn a_missing_file_is_said_with_its_name() {
    let said = Config::load(Path::new("/nowhere/kiosk.toml")).unwrap_err().to_string();
    assert_eq!(said, "/nowhere/kiosk.toml cannot be read");
}
