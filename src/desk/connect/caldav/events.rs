//! PURE. What is read of somebody's calendar (RFC 5545): when they are busy, and which events are ours. Nothing else of it is kept.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{Europe::Amsterdam, Tz};

/// One event, in minutes since 1970: those that it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name for ever.
    pub uid: String,
    /// From which minute.
    pub from: i64,
    /// Until which minute.
    pub until: i64,
    /// Whether its owner cannot be elsewhere meanwhile.
    pub busy: bool,
    /// Whether it repeats, so that this is not all of it.
    pub repeats: bool,
}

/// The events of a calendar; none where one of them cannot be understood, because its owner may be busy then.
pub fn events(text: &str) -> Option<Vec<Event>> {
    let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut events = Vec::new();
    let mut open: Option<Vec<Property<'_>>> = None;
    // Parts inside an event, as an alarm, have properties of their own.
    let mut inside = 0_u32;
    for property in text.lines().filter_map(Property::of) {
        match (property.name.as_str(), &mut open) {
            ("BEGIN", None) if property.value.eq_ignore_ascii_case("VEVENT") => open = Some(Vec::new()),
            ("BEGIN", Some(_)) => inside += 1,
            ("END", Some(_)) if inside > 0 => inside -= 1,
            ("END", Some(own)) => {
                events.push(Event::of(own)?);
                open = None;
            }
            (_, Some(own)) if inside == 0 => own.push(property),
            _ => {}
        }
    }
    Some(events)
}

#[derive(Debug)]
struct Property<'a> {
    name: String,
    zone: Option<&'a str>,
    value: &'a str,
}

impl<'a> Property<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let mut quoted = false;
        let end = line.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (head, value) = (&line[..end], line[end + 1..].trim());
        let mut parts = head.split(';');
        let name = parts.next()?.to_ascii_uppercase();
        let zone = parts.filter_map(|part| part.split_once('=')).find(|(key, _)| key.eq_ignore_ascii_case("TZID"));
        Some(Property { name, zone: zone.map(|(_, zone)| zone.trim_matches('"')), value })
    }
}

impl Event {
    fn of(all: &[Property<'_>]) -> Option<Self> {
        let find = |name: &str| all.iter().find(|property| property.name == name);
        let value = |name: &str| find(name).map(|property| property.value);
        let start = find("DTSTART")?;
        let (from, day) = moment(start)?;
        let until = match (find("DTEND"), value("DURATION")) {
            (Some(end), _) => moment(end)?.0,
            (None, Some(text)) => from.checked_add_signed(duration(text)?)?,
            (None, None) if day => from.checked_add_days(Days::new(1))?,
            (None, None) => from,
        };
        let is = |name: &str, word: &str| value(name).is_some_and(|value| value.eq_ignore_ascii_case(word));
        let minutes = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
        Some(Event {
            uid: value("UID").unwrap_or_default().to_owned(),
            from: minutes(from),
            // Seconds into a minute are all of it.
            until: minutes(until) + i64::from(until.timestamp().rem_euclid(60) > 0),
            busy: !is("TRANSP", "TRANSPARENT") && !is("STATUS", "CANCELLED") && until > from,
            repeats: value("RRULE").or(value("RDATE")).is_some(),
        })
    }
}

/// A moment, and whether it is a whole day. Where no zone is said that we know, it is the post's.
fn moment(property: &Property<'_>) -> Option<(DateTime<Utc>, bool)> {
    let text = property.value;
    let zone: Tz = property.zone.and_then(|zone| zone.parse().ok()).unwrap_or(Amsterdam);
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Some((local(zone, day.and_time(NaiveTime::MIN)), true));
    }
    let utc = text.strip_suffix(['Z', 'z']);
    let naive = NaiveDateTime::parse_from_str(utc.unwrap_or(text), "%Y%m%dT%H%M%S").ok()?;
    Some((if utc.is_some() { naive.and_utc() } else { local(zone, naive) }, false))
}

fn local(zone: Tz, naive: NaiveDateTime) -> DateTime<Utc> {
    // An hour that is not there, in spring, is as good as an hour off.
    zone.from_local_datetime(&naive).earliest().map_or_else(|| naive.and_utc(), |at| at.with_timezone(&Utc))
}

/// `P1DT2H30M`, as RFC 5545 writes it.
fn duration(text: &str) -> Option<TimeDelta> {
    let mut rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut whole = TimeDelta::zero();
    while !rest.is_empty() {
        rest = rest.strip_prefix('T').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = (rest[..end].parse::<i64>().ok()?, rest[end..].chars().next()?);
        let seconds = match unit {
            'W' => 7 * 24 * 3600,
            'D' => 24 * 3600,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        whole = whole.checked_add(&TimeDelta::try_seconds(number.checked_mul(seconds)?)?)?;
        rest = &rest[end + unit.len_utf8()..];
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(lines: &str) -> Option<(i64, i64, bool)> {
        let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        events(&text).map(|all| (all[0].from, all[0].until, all[0].busy))
    }

    /// Minutes of 30 November 2026, by the clock of Greenwich.
    fn at(hour: i64, minute: i64) -> i64 {
        "2026-11-30T00:00:00Z".parse::<DateTime<Utc>>().unwrap().timestamp() / 60 + hour * 60 + minute
    }

    #[test]
    fn a_time_is_read_however_a_calendar_writes_it() {
        let whole = Some((at(9, 0), at(9, 30), true));
        for lines in [
            "DTSTART:20261130T090000Z\r\nDTEND:20261130T093000Z",
            "DTSTART;TZID=Europe/Amsterdam:20261130T100000\r\nDTEND;TZID=\"Europe/Amsterdam\":20261130T103000",
            "DTSTART:20261130T100000\r\nDURATION:PT30M",
            "dtstart;tzid=W. Europe Standard Time:20261130T100000\r\nDURATION:P0DT0H30M0S",
            "DTSTART:20261130T0900\r\n 00Z\r\nBEGIN:VALARM\r\nDTSTART:1\r\nEND:VALARM\r\nDTEND:20261130T092959Z",
        ] {
            assert_eq!(one(lines), whole, "{lines}");
        }
        assert_eq!(one("DTSTART;VALUE=DATE:20261130"), Some((at(-1, 0), at(23, 0), true)));
    }

    #[test]
    fn what_takes_no_time_is_not_busy_and_what_cannot_be_read_is_no_calendar() {
        let day = "DTSTART;VALUE=DATE:20261130";
        for free in ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"] {
            assert!(!one(&format!("{day}\r\n{free}")).unwrap().2, "{free}");
        }
        assert!(!one("DTSTART:20261130T090000Z").unwrap().2);
        for odd in ["SUMMARY:x", "DTSTART:morgen", "DTSTART:20261130T090000Z\r\nDURATION:lang"] {
            assert_eq!(one(odd), None, "{odd}");
        }
    }
}
