//! The words of the glass (`ui/lang`), as far as a ticket needs them: texts of one line, with places that are filled in.

macro_rules! texts {
    ($($code:literal)*) => {
        [$(($code, include_str!(concat!("../../../ui/lang/", $code, ".ftl")))),*]
    };
}

const TEXTS: [(&str, &str); 8] = texts!["nl" "en" "ar" "tr" "pl" "uk" "ti" "fa"];

pub(crate) const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(crate) const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// The text `key` of a language, with `places` filled in.
pub(crate) fn say(language: &str, key: &str, places: &[(&str, &str)]) -> String {
    let (_, texts) = TEXTS.iter().find(|(code, _)| *code == language).expect("the glass speaks it");
    let begin = format!("{key} = ");
    let text = texts.lines().find_map(|line| line.strip_prefix(&begin)).unwrap_or_else(|| panic!("{language}: no {key}"));
    let filled = places.iter().fold(text.to_owned(), |text, (place, with)| text.replace(&format!("{{ ${place} }}"), with));
    assert!(!filled.contains('{'), "{language}: {key} needs more: {filled}");
    filled
}

/// Day, date and whole hour in words, as a booking has it: "Maandag 23 november, tien uur."
pub(crate) fn moment(language: &str, day: &str, number: u32, month: &str, hour: u32) -> String {
    let (day, month) = (say(language, &format!("day-{day}"), &[]), say(language, &format!("month-{month}"), &[]));
    let hour = say(language, &format!("hour-{hour}"), &[]);
    let date = say(language, "date", &[("day", &day), ("number", &number.to_string()), ("month", &month)]);
    let mut signs = date.chars();
    let begun: String = signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect();
    say(language, "booked-when", &[("date", &begun), ("time", &say(language, "time-00", &[("hour", &hour)]))])
}
