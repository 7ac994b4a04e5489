//! The clock's two changes, holidays, and hours that get in each other's way.

use super::*;
use chrono::{Datelike, Timelike};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(from: &str, until: &str) -> Span {
    let minutes = |text: &str| {
        let (hour, minute) = text.split_once(':').unwrap();
        hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap()
    };
    Span::new(minutes(from), minutes(until)).unwrap()
}

fn hours(rule: &str, from: &str, until: &str) -> Hours {
    Hours { rule: rule.parse().unwrap(), span: span(from, until), first: day("2026-11-23"), last: None }
}

fn plan(minutes: u16, hours: Vec<Hours>) -> Plan {
    Plan { minutes, hours, exceptions: Vec::new() }
}

/// The times that begin on the days from `first` to `last`, as the clock in the hall shows them.
fn shown(plan: &Plan, first: &str, last: &str) -> Vec<String> {
    times(plan, first, last).iter().map(|at| at.with_timezone(&Amsterdam).format("%a %d %b %H:%M").to_string()).collect()
}

fn times(plan: &Plan, first: &str, last: &str) -> Vec<DateTime<Utc>> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_local_timezone(Amsterdam).unwrap().to_utc();
    let starts = plan.starts(midnight(day(first)), midnight(day(last).succ_opt().unwrap()));
    starts.into_iter().map(|start| DateTime::from_timestamp(i64::from(start) * 60, 0).unwrap()).collect()
}

#[test]
fn ten_in_the_morning_is_ten_in_the_morning_before_and_after_the_clock_changes() {
    let weekly = plan(30, vec![hours("FREQ=WEEKLY;BYDAY=MO,TH,SU", "10:00", "11:00")]);
    for (first, last) in [("2027-03-15", "2027-04-11"), ("2027-10-18", "2027-11-14")] {
        let times = times(&weekly, first, last);
        // Three days a week for four weeks; Easter takes the Sunday of 28 March and the Monday after it.
        assert_eq!(times.len(), if first == "2027-03-15" { 20 } else { 24 });
        for at in &times {
            let local = at.with_timezone(&Amsterdam);
            assert!(matches!((local.hour(), local.minute()), (10, 0 | 30)), "{local}");
        }
        let offsets: BTreeSet<u32> = times.iter().map(Timelike::hour).collect();
        assert_eq!(offsets, BTreeSet::from([8, 9]), "the same hour is two hours of UTC");
    }
}

#[test]
fn the_hour_that_does_not_exist_has_no_times() {
    // Night hours on a day that is Easter Sunday too: added by hand.
    let mut night = plan(30, Vec::new());
    night.exceptions.push(Exception::Extra(day("2027-03-28"), span("01:00", "04:00")));
    assert_eq!(
        shown(&night, "2027-03-28", "2027-03-28"),
        ["Sun 28 Mar 01:00", "Sun 28 Mar 01:30", "Sun 28 Mar 03:00", "Sun 28 Mar 03:30"]
    );
    // 01:30 with 45 minutes lasts until 03:15; what would begin at 03:00 waits its turn.
    night.minutes = 45;
    night.exceptions = vec![Exception::Extra(day("2027-03-28"), span("01:30", "05:00"))];
    assert_eq!(shown(&night, "2027-03-28", "2027-03-28"), ["Sun 28 Mar 01:30", "Sun 28 Mar 03:45"]);
}

#[test]
fn the_hour_that_comes_twice_has_its_times_once() {
    let night = plan(30, vec![hours("FREQ=WEEKLY;BYDAY=SU", "01:00", "04:00")]);
    let times = times(&night, "2027-10-31", "2027-10-31");
    let utc: Vec<String> = times.iter().map(|at| at.format("%d %H:%M").to_string()).collect();
    assert_eq!(utc, ["30 23:00", "30 23:30", "31 00:00", "31 00:30", "31 02:00", "31 02:30"], "02:00 is that of summer time");
    let before = shown(&night, "2027-10-24", "2027-10-24");
    let after = shown(&night, "2027-11-07", "2027-11-07");
    assert_eq!((before.len(), after.len()), (6, 6));
}

#[test]
fn a_day_of_twenty_three_or_twenty_five_hours_never_overlaps_itself() {
    for minutes in [5, 7, 20, 45, 90, 240] {
        let all_day = plan(minutes, vec![hours("FREQ=DAILY", "00:00", "24:00")]);
        let starts = times(&all_day, "2027-03-01", "2027-11-30");
        assert!(starts.len() > 1000);
        assert!(starts.windows(2).all(|two| (two[1] - two[0]).num_minutes() >= i64::from(minutes)), "{minutes}");
    }
}

#[test]
fn holidays_have_no_times_unless_somebody_adds_the_day() {
    let mut daily = plan(60, vec![hours("FREQ=DAILY", "10:00", "11:00")]);
    let days: Vec<NaiveDate> = times(&daily, "2026-12-01", "2027-06-30").iter().map(DateTime::date_naive).collect();
    for rest in [
        "2026-12-25",
        "2026-12-26",
        "2027-01-01",
        "2027-03-26",
        "2027-03-28",
        "2027-03-29",
        "2027-04-27",
        "2027-05-05",
        "2027-05-06",
        "2027-05-16",
        "2027-05-17",
    ] {
        assert!(!days.contains(&day(rest)), "{rest}");
    }
    assert_eq!(days.len(), 212 - 11, "and every other day has its time");
    daily.exceptions.push(Exception::Extra(day("2027-04-27"), span("14:00", "15:00")));
    assert_eq!(shown(&daily, "2027-04-27", "2027-04-27"), ["Tue 27 Apr 14:00"]);
}

#[test]
fn what_is_closed_has_no_times_and_neither_has_what_reaches_into_it() {
    let mut mondays = plan(30, vec![hours("FREQ=WEEKLY;BYDAY=MO", "09:00", "12:00")]);
    mondays.exceptions.push(Exception::Closed(day("2026-11-30"), None));
    mondays.exceptions.push(Exception::Closed(day("2026-12-07"), Some(span("09:45", "11:00"))));
    assert_eq!(
        shown(&mondays, "2026-11-30", "2026-12-07"),
        ["Mon 07 Dec 09:00", "Mon 07 Dec 11:00", "Mon 07 Dec 11:30"],
        "09:30 would end inside what is closed"
    );
}

#[test]
fn hours_that_overlap_give_no_time_twice() {
    let both = plan(40, vec![hours("FREQ=WEEKLY;BYDAY=MO", "09:00", "11:00"), hours("FREQ=WEEKLY;BYDAY=MO", "09:20", "12:00")]);
    assert_eq!(
        shown(&both, "2026-11-23", "2026-11-23"),
        ["Mon 23 Nov 09:00", "Mon 23 Nov 09:40", "Mon 23 Nov 10:20", "Mon 23 Nov 11:20"]
    );
}

#[test]
fn the_times_of_a_day_are_the_same_at_every_hour_of_it() {
    let monday = |from, until| hours("FREQ=WEEKLY;BYDAY=MO", from, until);
    let mut both = plan(40, vec![monday("09:00", "17:00"), monday("09:20", "18:00")]);
    both.exceptions.push(Exception::Extra(day("2026-11-23"), span("08:50", "12:00")));
    // The day the clock goes back, and an ordinary one.
    both.hours.push(hours("FREQ=WEEKLY;BYDAY=SU", "00:00", "06:00"));
    both.hours.push(hours("FREQ=WEEKLY;BYDAY=SU", "00:25", "06:00"));
    for date in ["2026-11-23", "2027-10-31"] {
        let midnight = day(date).and_time(NaiveTime::MIN).and_local_timezone(Amsterdam).unwrap().to_utc();
        let until = midnight + TimeDelta::days(14);
        let all = both.starts(midnight, until);
        assert!(all.len() > 8, "{date}");
        for minutes in (0..25 * 60).step_by(20) {
            let now = midnight + TimeDelta::minutes(minutes);
            let still: Vec<u32> = all.iter().copied().filter(|start| i64::from(*start) >= now.timestamp() / 60).collect();
            assert_eq!(both.starts(now, until), still, "{date}, {minutes} minutes after midnight");
        }
    }
}

#[test]
fn a_rule_counts_from_its_first_day_and_ends_with_its_last() {
    let mut rule = hours("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "10:00", "11:00");
    (rule.first, rule.last) = (day("2026-11-25"), Some(day("2026-12-22")));
    let days = shown(&plan(60, vec![rule]), "2026-11-01", "2027-01-31");
    // The 25th is a Wednesday: its own week's Tuesday is past, and the next week is skipped.
    assert_eq!(days, ["Tue 08 Dec 10:00", "Tue 22 Dec 10:00"]);
}

#[test]
fn what_staff_choose_is_a_rule_and_comes_back_as_chosen() {
    let said = |weekday, often| Rule::on(weekday, often).to_string();
    assert_eq!(said(Weekday::Mon, Often::Weekly), "FREQ=WEEKLY;BYDAY=MO");
    for weekday in [Weekday::Mon, Weekday::Sun] {
        for often in Often::ALL {
            let rule: Rule = said(weekday, often).parse().unwrap();
            assert_eq!(rule.as_chosen(), Some((weekday, often)), "{rule}");
            assert_eq!(Often::from_word(often.word()), Some(often));
        }
    }
    let mut third = hours("FREQ=MONTHLY;BYDAY=3WE", "10:00", "11:00");
    third.last = Some(day("2027-01-31"));
    assert_eq!(shown(&plan(60, vec![third]), "2026-11-23", "2027-03-01"), ["Wed 16 Dec 10:00", "Wed 20 Jan 10:00"]);
    let foreign: Rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29".parse().unwrap();
    assert_eq!(foreign.as_chosen(), None);
}

#[test]
fn what_is_no_rule_of_days_is_refused() {
    for (text, why) in [
        ("", BadRule::NotARule),
        ("elke maandag", BadRule::NotARule),
        ("FREQ=WEEKLY;BYDAY=XX", BadRule::NotARule),
        ("FREQ=WEEKLY;BYDAY=MO\nEXDATE:20270101T000000Z", BadRule::NotARule),
        ("FREQ=SECONDLY", BadRule::WithinADay),
        ("FREQ=DAILY;BYHOUR=3", BadRule::WithinADay),
    ] {
        assert_eq!(text.parse::<Rule>(), Err(why), "{text}");
    }
    assert_eq!("FREQ=DAILY;".repeat(50).parse::<Rule>(), Err(BadRule::NotARule));
}

#[test]
fn only_what_is_still_to_come_and_within_the_horizon_is_made() {
    let daily = plan(30, vec![hours("FREQ=DAILY", "09:00", "17:00")]);
    let now: DateTime<Utc> = "2027-01-11T10:10:30Z".parse().unwrap();
    let starts = daily.starts(now, now + HORIZON);
    let at = |minute: &u32| DateTime::from_timestamp(i64::from(*minute) * 60, 0).unwrap().with_timezone(&Amsterdam);
    assert_eq!(at(&starts[0]).format("%H:%M").to_string(), "11:30", "11:10 has begun at 11:00");
    assert!(at(starts.last().unwrap()).to_utc() < now + HORIZON);
    assert_eq!(at(starts.last().unwrap()).day(), 22);
    assert!(daily.starts(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MIN_UTC + HORIZON).is_empty());
}

#[test]
fn a_rule_in_other_letters_is_refused_and_breaks_nothing() {
    for text in ["FREQ=WEEKLY;INTERVAL=1;BYDAY=\u{3f9}O", "FREQ=WEEKLY;BYDAY=é", "FRÉQ=WEEKLY"] {
        assert_eq!(text.parse::<Rule>(), Err(BadRule::NotARule), "{text}");
    }
}
