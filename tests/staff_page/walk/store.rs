//! The store as it is, row by row, and the way back to how it was.

use crate::hands::Desk;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use inloop::desk::store::{Conn, News, StoreError};
use std::collections::BTreeSet;

/// Bytes of a blob that are looked at: the head of an envelope, in which everything differs once anything does.
const LOOKED_AT: usize = 600;

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    said: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn said(conn: &mut Conn, sql: &str) -> Result<Vec<String>, StoreError> {
    Ok(diesel::sql_query(sql).load::<Said>(conn)?.into_iter().map(|row| row.said).collect())
}

/// How the store was, so that it can be so again.
pub struct Before {
    tables: Vec<String>,
    rows: BTreeSet<String>,
    /// Rows that the desk ever changed, up to the last look.
    changes: i64,
    read: String,
}

impl Before {
    /// As it is now. The log's own guard is taken off, because what was logged since has to go too.
    pub fn of(desk: &Desk) -> Self {
        let made = desk.state.store.write_waiting(News::Silent, |conn| {
            conn.batch_execute("DROP TRIGGER audit_stays; DROP TRIGGER audit_is_kept;")?;
            let all = "SELECT name AS said FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'";
            let tables = said(conn, all)?;
            let mut parts = Vec::new();
            for table in &tables {
                conn.batch_execute(&format!("CREATE TEMP TABLE was_{table} AS SELECT * FROM main.{table}"))?;
                let columns = said(conn, &format!("SELECT name AS said FROM pragma_table_info('{table}')"))?;
                let cell = |column: &String| {
                    format!(
                        "CASE WHEN typeof(\"{column}\") = 'blob' THEN quote(substr(\"{column}\", 1, {LOOKED_AT})) || length(\"{column}\") \
                         ELSE quote(\"{column}\") END"
                    )
                };
                let cells: Vec<String> = columns.iter().map(cell).collect();
                parts.push(format!("SELECT '{table}: ' || {} AS said FROM main.{table}", cells.join(" || ' | ' || ")));
            }
            Ok((tables, parts.join(" UNION ALL ")))
        });
        let (tables, read) = made.unwrap();
        let mut before = Before { tables, rows: BTreeSet::new(), changes: 0, read };
        before.rows = before.rows_now(desk);
        before.changes = changes(desk);
        before
    }

    fn rows_now(&self, desk: &Desk) -> BTreeSet<String> {
        let read = self.read.clone();
        desk.state.store.write_waiting(News::Silent, move |conn| said(conn, &read)).unwrap().into_iter().collect()
    }

    /// What is otherwise now: rows that went, and rows that came.
    pub fn otherwise(&self, desk: &Desk) -> Vec<String> {
        if changes(desk) == self.changes {
            return Vec::new();
        }
        let now = self.rows_now(desk);
        let (went, came) = (self.rows.difference(&now), now.difference(&self.rows));
        went.map(|row| format!("- {row}")).chain(came.map(|row| format!("+ {row}"))).collect()
    }

    /// As it was.
    pub fn back(&mut self, desk: &Desk) {
        if changes(desk) == self.changes {
            return;
        }
        let each = |sql: fn(&str) -> String| self.tables.iter().map(|table| sql(table)).collect::<Vec<_>>().join(";");
        let gone = each(|table| format!("DELETE FROM main.{table}"));
        let put = each(|table| format!("INSERT INTO main.{table} SELECT * FROM temp.was_{table}"));
        let all = format!("PRAGMA defer_foreign_keys = ON; {gone}; {put};");
        desk.state.store.write_waiting(News::Silent, move |conn| Ok(conn.batch_execute(&all)?)).unwrap();
        self.changes = changes(desk);
    }
}

fn changes(desk: &Desk) -> i64 {
    let count = |conn: &mut Conn| Ok(diesel::sql_query("SELECT total_changes() AS n").load::<Count>(conn)?[0].n);
    desk.state.store.write_waiting(News::Silent, count).unwrap()
}
