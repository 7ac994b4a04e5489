//! The light of the glass: rules as a table, and files in a folder of the kernel's shape.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use inloop_hardware::backlight::{
    Backlight, BacklightProblem, BenchLight, Done, Hall, Light, Minute, Percent, Quiet, Rules, SysfsLight,
};

fn percent(percent: u8) -> Percent {
    Percent::new(percent).unwrap()
}

fn at(time: &str) -> Minute {
    time.parse().unwrap()
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

fn rules() -> Rules {
    let quiet = Quiet { from: at("20:00"), to: at("07:30") };
    Rules { quiet: Some(quiet), full: percent(100), dim: percent(30), dims_after: minutes(5), dark_after: minutes(10) }
}

const DARK: Light = Light::Dark;

fn full() -> Light {
    Light::Lit(percent(100))
}

fn dim() -> Light {
    Light::Lit(percent(30))
}

#[test]
fn the_glass_is_as_light_as_the_hour_and_the_hall_ask() {
    for (time, somebody, idle, light) in [
        ("12:00", None, 0, full()),
        ("12:00", None, 4, full()),
        ("12:00", None, 5, dim()),
        ("12:00", None, 600, dim()),
        ("12:00", Some(true), 600, full()),
        ("12:00", Some(false), 600, dim()),
        ("12:00", Some(false), 4, full()),
        ("19:59", Some(false), 600, dim()),
        ("20:00", Some(false), 600, DARK),
        ("23:59", None, 600, DARK),
        ("00:00", None, 600, DARK),
        ("07:29", None, 600, DARK),
        ("07:30", None, 600, dim()),
        // Quiet hours take nothing from who is there.
        ("03:00", Some(true), 600, full()),
        ("03:00", None, 0, full()),
        ("03:00", None, 9, dim()),
        ("03:00", Some(false), 10, DARK),
    ] {
        let hall = Hall { now: Some(at(time)), somebody, idle: minutes(idle) };
        assert_eq!(rules().light(hall), light, "{hall:?}");
    }
}

#[test]
fn it_is_never_dark_where_the_hour_is_not_known_or_none_is_quiet() {
    let all_day = Quiet { from: at("00:00"), to: at("00:00") };
    for minute in 0..24 * 60 {
        let night = |now| Hall { now, somebody: Some(false), idle: minutes(600) };
        let now = Some(Minute::after_midnight(minute));
        assert_eq!(rules().light(night(None)), dim());
        assert_eq!(Rules { quiet: None, ..rules() }.light(night(now)), dim());
        assert_eq!(Rules { quiet: Some(all_day), ..rules() }.light(night(now)), dim());
        // A touch, or somebody who comes, always finds it light.
        assert_eq!(rules().light(Hall { idle: Duration::ZERO, ..night(now) }), full());
        assert_eq!(rules().light(Hall { somebody: Some(true), ..night(now) }), full());
    }
}

#[test]
fn quiet_hours_may_lie_within_a_day() {
    let quiet = Quiet { from: at("12:00"), to: at("13:00") };
    assert!(quiet.at(at("12:00")) && quiet.at(at("12:59")));
    assert!(!quiet.at(at("11:59")) && !quiet.at(at("13:00")));
}

#[test]
fn times_and_shares_are_read_strictly() {
    assert_eq!(at("7:05"), Minute::after_midnight(425));
    for wrong in ["", "7", "24:00", "12:60", "-1:00", "+1:00", "12:00:00", ":"] {
        assert!(wrong.parse::<Minute>().is_err(), "{wrong}");
    }
    for wrong in [0, 101] {
        assert!(Percent::new(wrong).unwrap_err().to_string().contains(&wrong.to_string()));
    }
}

/// A backlight of the kernel's, in `class`.
fn lamp(class: &Path, name: &str, most: u32, power: bool) -> PathBuf {
    let folder = class.join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("max_brightness"), format!("{most}\n")).unwrap();
    fs::write(folder.join("brightness"), "1000\n").unwrap();
    if power {
        fs::write(folder.join("bl_power"), "0\n").unwrap();
    }
    folder
}

/// Brightness and power.
fn seen(lamp: &Path) -> (String, Option<String>) {
    (fs::read_to_string(lamp.join("brightness")).unwrap(), fs::read_to_string(lamp.join("bl_power")).ok())
}

#[test]
fn the_kernel_is_told_brightness_and_power() {
    let class = tempfile::tempdir().unwrap();
    let lamp = lamp(class.path(), "10-0045", 255, true);
    let mut light = SysfsLight::new(class.path().into(), None);
    for (wanted, brightness, power) in [(full(), "255", "0"), (dim(), "77", "0"), (DARK, "77", "4"), (full(), "255", "0")] {
        assert_eq!(light.set(wanted).unwrap(), Done::Set);
        assert_eq!(seen(&lamp), (brightness.to_owned(), Some(power.to_owned())), "{wanted:?}");
    }
}

#[test]
fn the_least_light_is_not_none() {
    let class = tempfile::tempdir().unwrap();
    let lamp = lamp(class.path(), "gpio", 1, true);
    let mut light = SysfsLight::new(class.path().into(), None);
    light.set(Light::Lit(percent(1))).unwrap();
    assert_eq!(seen(&lamp).0, "1");
}

#[test]
fn where_power_cannot_be_switched_no_brightness_is_dark() {
    let class = tempfile::tempdir().unwrap();
    let lamp = lamp(class.path(), "rpi_backlight", 31, false);
    let mut light = SysfsLight::new(class.path().into(), None);
    light.set(DARK).unwrap();
    assert_eq!(seen(&lamp), ("0".to_owned(), None), "and no file is made");
    light.set(full()).unwrap();
    assert_eq!(seen(&lamp), ("31".to_owned(), None));
}

#[test]
fn only_a_change_is_written() {
    let class = tempfile::tempdir().unwrap();
    let lamp = lamp(class.path(), "10-0045", 255, true);
    let mut light = SysfsLight::new(class.path().into(), None);
    light.set(dim()).unwrap();
    fs::write(lamp.join("brightness"), "12").unwrap();
    assert_eq!(light.set(dim()).unwrap(), Done::AsBefore);
    assert_eq!(seen(&lamp).0, "12");
}

#[test]
fn a_board_without_a_backlight_is_told_of_once_and_one_that_comes_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let class = folder.path().join("backlight");
    let mut light = SysfsLight::new(class.clone(), None);
    let said = light.set(full()).unwrap_err();
    assert!(matches!(said, BacklightProblem::None(_)) && said.to_string().contains(&*class.to_string_lossy()), "{said}");
    assert_eq!(light.set(full()).unwrap(), Done::NoneHere);
    assert_eq!(light.set(DARK).unwrap(), Done::NoneHere);
    assert!(!class.exists(), "nothing happened");
    let lamp = lamp(&class, "usb", 100, true);
    assert_eq!(light.set(dim()).unwrap(), Done::Set);
    assert_eq!(seen(&lamp).0, "30");
    fs::remove_dir_all(&lamp).unwrap();
    assert!(matches!(light.set(dim()), Err(BacklightProblem::None(_))), "it went: that is new");
    assert_eq!(light.set(dim()).unwrap(), Done::NoneHere);
}

#[test]
fn what_the_kernel_does_not_take_is_said_and_tried_again() {
    let class = tempfile::tempdir().unwrap();
    let lamp = lamp(class.path(), "10-0045", 255, true);
    let mut light = SysfsLight::new(class.path().into(), None);
    light.set(dim()).unwrap();
    // In place of a file that cannot be written, also by root.
    fs::remove_file(lamp.join("bl_power")).unwrap();
    fs::create_dir(lamp.join("bl_power")).unwrap();
    for _ in 0..2 {
        let refused = light.set(full()).unwrap_err();
        assert!(refused.to_string().contains("10-0045"), "{refused}");
    }
    fs::remove_dir(lamp.join("bl_power")).unwrap();
    fs::write(lamp.join("bl_power"), "4").unwrap();
    assert_eq!(light.set(dim()).unwrap(), Done::Set, "half of the other was written meanwhile");
    assert_eq!(seen(&lamp), ("77".to_owned(), Some("0".to_owned())));
}

#[test]
fn of_several_the_one_that_is_named_is_set_or_the_first() {
    let class = tempfile::tempdir().unwrap();
    let [first, second] = ["a", "b"].map(|name| lamp(class.path(), name, 100, true));
    SysfsLight::new(class.path().into(), None).set(full()).unwrap();
    assert_eq!((seen(&first).0.as_str(), seen(&second).0.as_str()), ("100", "1000\n"));
    SysfsLight::new(class.path().into(), Some("b".to_owned())).set(dim()).unwrap();
    assert_eq!((seen(&first).0.as_str(), seen(&second).0.as_str()), ("100", "30"));
    let missing = SysfsLight::new(class.path().into(), Some("c".to_owned())).set(dim());
    assert!(matches!(missing, Err(BacklightProblem::None(_))), "no other is taken for it");
}

#[test]
fn the_bench_twin_tells_each_change() {
    let (eye, sees) = channel();
    let mut light = BenchLight::new(eye);
    for wanted in [full(), full(), DARK] {
        light.set(wanted).unwrap();
    }
    assert_eq!(sees.try_iter().collect::<Vec<_>>(), [full(), DARK]);
    drop(sees);
    assert!(matches!(light.set(full()), Err(BacklightProblem::Gone)));
}
