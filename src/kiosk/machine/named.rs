//! What the configuration names, as ports. Nothing is opened here that may come later; a name that can mean nothing is refused.

use super::caretaker::Told;
use super::watch::Watch;
use super::{Parts, switches};
use crate::kiosk::config::{self, Config};
use crate::kiosk::rtc::{self, Rtc};
use inloop_hardware::backlight::{Backlight, BadMinute, BadPercent, Minute, Percent, Quiet, Rules, SysfsLight};
use inloop_hardware::panel::Panel;
use inloop_hardware::pins::{BadPin, GpioPins, Pin, Pins, Wiring, since_start};
use inloop_hardware::ssd1306::{BadPlace, Place, Ssd1306};
use inloop_hardware::watchdog::{BadSocket, DeviceDog, Systemd, Watchdog, period};
use std::ffi::OsStr;
use std::time::Duration;

/// Nobody touched the glass for so long, and the sensor sees nobody: it is dim.
const DIMS_AFTER: Duration = Duration::from_secs(3 * 60);

/// And in quiet hours it is dark. Longer than any visit rests on a screen.
const DARK_AFTER: Duration = Duration::from_secs(10 * 60);

/// Where nothing bites, systemd still hears that the kiosk is ready.
const NOBODY_BITES: Duration = Duration::from_secs(60);

/// What systemd told this process (sd_notify(3), sd_watchdog_enabled(3)).
#[derive(Clone, Copy, Debug, Default)]
pub struct Starter<'a> {
    /// `NOTIFY_SOCKET`.
    pub socket: Option<&'a OsStr>,
    /// `WATCHDOG_USEC`.
    pub usec: Option<&'a str>,
    /// `WATCHDOG_PID`.
    pub pid: Option<&'a str>,
}

/// A name that means nothing. Each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum BadName {
    /// `[pins]`.
    #[error("[pins] {0}")]
    Pins(#[from] BadPin),
    /// `[backlight]`, its hours.
    #[error("[backlight] {0}")]
    Hours(#[from] BadMinute),
    /// Only one of them.
    #[error("[backlight] quiet hours have from and until")]
    HalfAnHour,
    /// `[backlight]`, its light.
    #[error("[backlight] {0}")]
    Light(#[from] BadPercent),
    /// `[caretaker-panel]`.
    #[error("[caretaker-panel] {0}")]
    Panel(#[from] BadPlace),
    /// `[watchdog]`.
    #[error("[watchdog] seconds are at least 4: it is fed four times in them")]
    Seconds,
    /// systemd's socket.
    #[error(transparent)]
    Socket(#[from] BadSocket),
}

/// The devices that `config` names, watched by whoever started this program.
///
/// # Errors
/// [`BadName`].
pub fn parts(config: &Config, systemd: Starter<'_>) -> Result<Parts, BadName> {
    let pins = config.pins.as_ref().map(wiring).transpose()?;
    let open = |wiring: Wiring| -> switches::Open {
        Box::new(move || GpioPins::open(wiring.clone()).map(|pins| Box::new(pins) as Box<dyn Pins>))
    };
    let light = config.backlight.as_ref().map(light).transpose()?;
    let panel = config.caretaker_panel.as_ref().map(|panel| panel.place.parse::<Place>()).transpose()?;
    let panel = panel.map(|place| Box::new(Ssd1306::new(place)) as Box<dyn Panel>);
    let told = Told { panel, systemd: systemd.socket.map(Systemd::new).transpose()? };
    let wired = pins.iter().flat_map(|wiring| wiring.pins().iter().map(|pin| pin.role)).collect();
    let (watch, rtc) = (watch(config.watchdog.as_ref(), systemd)?, Some(Rtc::in_folder(rtc::FIRST)));
    Ok(Parts { pins: pins.map(open), wired, light, told, rtc, watch })
}

/// Of a machine whose names mean nothing: whoever started this program still hears that it runs.
///
/// # Errors
/// [`BadName::Socket`].
pub fn watched_only(systemd: Starter<'_>) -> Result<Parts, BadName> {
    Ok(Parts { watch: watch(None, systemd)?, ..Parts::default() })
}

fn wiring(pins: &config::Pins) -> Result<Wiring, BadPin> {
    let lines = pins.lines.iter().map(|line| line.parse()).collect::<Result<Vec<Pin>, _>>()?;
    Wiring::new(pins.chip.clone(), lines)
}

fn light(light: &config::Backlight) -> Result<(Box<dyn Backlight>, Rules), BadName> {
    let quiet = match (&light.from, &light.until) {
        (Some(from), Some(until)) => Some(Quiet { from: from.parse::<Minute>()?, to: until.parse()? }),
        (None, None) => None,
        _ => return Err(BadName::HalfAnHour),
    };
    let (full, dim) = (Percent::new(light.full)?, Percent::new(light.dim)?);
    let rules = Rules { quiet, full, dim, dims_after: DIMS_AFTER, dark_after: DARK_AFTER };
    Ok((Box::new(SysfsLight::new(light.folder.clone(), light.name.clone())), rules))
}

/// None where nobody started this program who would want to know, and the board has no watchdog.
fn watch(device: Option<&config::Watchdog>, systemd: Starter<'_>) -> Result<Option<Watch>, BadName> {
    const LEAST: u64 = 4;
    let mut dogs: Vec<Box<dyn Watchdog>> = Vec::new();
    let mut bites = Vec::new();
    if let Some(socket) = systemd.socket {
        dogs.push(Box::new(Systemd::new(socket)?));
        bites.extend(period(systemd.usec, systemd.pid, std::process::id()));
    }
    if let Some(config::Watchdog { device, seconds }) = device {
        if *seconds < LEAST {
            return Err(BadName::Seconds);
        }
        dogs.push(Box::new(DeviceDog::new(device.clone())));
        bites.push(Duration::from_secs(*seconds));
    }
    let period = bites.into_iter().min().unwrap_or(NOBODY_BITES);
    Ok((!dogs.is_empty()).then_some(Watch { dogs, period, since_start }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::config::SAMPLE;

    fn named(more: &str) -> Result<Parts, BadName> {
        parts(&Config::parse(&format!("{SAMPLE}\n{more}\n")).unwrap(), Starter::default())
    }

    #[test]
    fn a_machine_without_devices_has_none_and_each_is_there_once_it_is_named() {
        let none = named("").unwrap();
        assert!(none.pins.is_none() && none.light.is_none() && none.told.panel.is_none() && none.watch.is_none());
        assert!(
            named("[pins]\nchip = \"/dev/gpiochip0\"\nlines = [\"choose=27:low:up\", \"case=25:high:up\"]")
                .unwrap()
                .pins
                .is_some()
        );
        assert!(named("[caretaker-panel]\nplace = \"/dev/i2c-1@3d\"").unwrap().told.panel.is_some());
        let (_, rules) = named("[backlight]\nfrom = \"20:00\"\nuntil = \"07:30\"\ndim = 10").unwrap().light.unwrap();
        assert_eq!((rules.full, rules.dim), (Percent::new(100).unwrap(), Percent::new(10).unwrap()));
        assert!(rules.quiet.unwrap().at("23:00".parse().unwrap()));
        let watch = named("[watchdog]\ndevice = \"/dev/watchdog\"\nseconds = 15").unwrap().watch.unwrap();
        assert_eq!((watch.dogs.len(), watch.period), (1, Duration::from_secs(15)));
    }

    #[test]
    fn every_device_that_the_sample_names_is_one() {
        let own = |line: &'static str| match line.strip_prefix("# ") {
            Some(own) if own.starts_with('[') || own.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ')) => own,
            _ => line,
        };
        let all = SAMPLE.lines().map(own).collect::<Vec<_>>().join("\n");
        let parts = parts(&Config::parse(&all).unwrap(), Starter::default()).unwrap();
        assert!(parts.pins.is_some() && parts.light.is_some() && parts.told.panel.is_some() && parts.watch.is_some());
    }

    #[test]
    fn systemd_is_fed_as_often_as_it_asks_and_told_that_the_kiosk_is_ready_where_it_does_not() {
        let config = Config::parse(&format!("{SAMPLE}\n[watchdog]\ndevice = \"/dev/watchdog\"\nseconds = 15\n")).unwrap();
        let socket = Some(OsStr::new("/run/notify"));
        let watched = |config: &Config, usec| parts(config, Starter { socket, usec, pid: None }).unwrap().watch.unwrap();
        let both = watched(&config, Some("30000000"));
        assert_eq!((both.dogs.len(), both.period), (2, Duration::from_secs(15)));
        let alone = Config { watchdog: None, ..config };
        assert_eq!(watched(&alone, Some("30000000")).period, Duration::from_secs(30));
        assert_eq!(watched(&alone, None).dogs.len(), 1);
    }

    #[test]
    fn a_name_that_means_nothing_is_refused_with_its_section() {
        let cases = [
            ("[pins]\nchip = \"/dev/gpiochip0\"\nlines = [\"bell=27\"]", "[pins] ", "bell=27"),
            ("[pins]\nchip = \"/dev/gpiochip0\"\nlines = []", "[pins] ", "no line"),
            ("[backlight]\nfrom = \"20:00\"", "[backlight] ", "until"),
            ("[backlight]\nfrom = \"20:00\"\nuntil = \"25:00\"", "[backlight] ", "25:00"),
            ("[backlight]\ndim = 0", "[backlight] ", "1 to 100"),
            ("[caretaker-panel]\nplace = \"oled\"", "[caretaker-panel] ", "/dev/i2c-1"),
            ("[watchdog]\ndevice = \"/dev/watchdog\"\nseconds = 1", "[watchdog] ", "seconds"),
        ];
        for (more, section, word) in cases {
            let said = named(more).err().unwrap().to_string();
            assert!(said.starts_with(section) && said.contains(word), "{more}: {said}");
        }
    }
}
