//! The rule by which a spreekuur repeats (RFC 5545): refused, or days that can be counted.
#![no_main]

use chrono::{DateTime, NaiveDate};
use inloop::desk::hours::{Hours, Plan, Rule, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(rule) = text.parse::<Rule>() else { return };
    assert_eq!(rule.to_string(), text);
    let (Some(first), Some(span)) = (NaiveDate::from_ymd_opt(2026, 1, 5), Span::new(540, 720)) else { return };
    let plan = Plan { minutes: 30, hours: vec![Hours { rule, span, first, last: None }], exceptions: Vec::new() };
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let starts = plan.starts(at(1_795_431_600), at(1_795_431_600 + 42 * 24 * 3600));
    assert!(starts.windows(2).all(|two| two[0] + 30 <= two[1]));
});
