//! However much has ended, a list reads its own part of the store and nothing else.

use crate::hands::Desk;
use diesel::connection::{Connection, Instrumentation, InstrumentationEvent};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use inloop::clock::Clock;
use inloop::desk::calendar;
use inloop::desk::store::{appointments, cards, erasing, messages, retention};
use std::sync::{Arc, Mutex};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Writes down what is asked.
struct Heard(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Heard {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            self.0.lock().unwrap().push(query.to_string());
        }
    }
}

#[test]
fn lists_use_their_own_indexes_and_never_scan_what_grows() {
    let desk = Desk::new();
    let (now, teams) = (desk.clock.stamp().at, [1, 2]);
    let (today, seconds) = (calendar::day_of(now), now.timestamp());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let own = Arc::clone(&heard);
    let plans = desk.state.store.read_waiting(move |conn| {
        conn.set_instrumentation(Heard(Arc::clone(&own)));
        cards::unclaimed(conn, &teams, 1, false, 100)?;
        cards::held(conn, &teams, false, 100)?;
        cards::to_call(conn, &teams, today, 100)?;
        cards::for_worker(conn, &teams, 1, 100)?;
        cards::late(conn, &teams, now, today, 100)?;
        cards::untouched(conn, &teams, now, 100)?;
        cards::now_called(conn, (1, 1), now, 5)?;
        appointments::to_do(conn, seconds)?;
        appointments::expected(conn, None, 0, 10)?;
        messages::due(conn, "sms", seconds)?;
        conn.set_instrumentation(None::<Box<dyn Instrumentation>>);
        let asked: Vec<String> = own.lock().unwrap().drain(..).filter(|sql| sql.starts_with("SELECT")).collect();
        let mut plans = Vec::new();
        for sql in asked {
            let sql = sql.split(" -- binds:").next().unwrap().to_owned();
            // What is bound is not known here, as it is not where a list is asked for: only what stands in the words counts.
            let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?;
            plans.push((sql, steps.into_iter().map(|step| step.detail).collect::<Vec<_>>()));
        }
        Ok(plans)
    });
    let plans = plans.unwrap();
    assert!(plans.len() >= 14, "{}", plans.len());
    for (sql, steps) in &plans {
        for table in ["card", "entry", "booking", "slot", "card_act", "card_pass", "erasure"] {
            let whole = |step: &String| *step == format!("SCAN {table}") || step.starts_with(&format!("SCAN {table} "));
            assert!(!steps.iter().any(whole), "{sql}\n{steps:#?}");
        }
    }
    for index in ["card_free", "card_held", "card_calling", "card_open"] {
        assert!(plans.iter().any(|(_, steps)| steps.iter().any(|step| step.contains(index))), "{index} is not used: {plans:#?}");
    }
    // What erases looks only at what is not erased yet.
    let swept = desk.state.store.write_waiting(inloop::desk::store::News::Silent, move |conn| {
        conn.set_instrumentation(Heard(Arc::clone(&heard)));
        erasing::sweep(conn, &retention::History::of(30).terms(), seconds)?;
        conn.set_instrumentation(None::<Box<dyn Instrumentation>>);
        let asked: Vec<String> = heard.lock().unwrap().drain(..).filter(|sql| sql.starts_with("SELECT")).collect();
        let mut plans = Vec::new();
        for sql in asked {
            let sql = sql.split(" -- binds:").next().unwrap().to_owned();
            let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?;
            plans.push((sql, steps.into_iter().map(|step| step.detail).collect::<Vec<_>>()));
        }
        Ok(plans)
    });
    for (sql, steps) in swept.unwrap() {
        assert!(
            !steps.iter().any(|step| step == "SCAN entry" || step == "SCAN card" || step == "SCAN booking"),
            "{sql}\n{steps:#?}"
        );
    }
}
