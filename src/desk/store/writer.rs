//! One thread writes. It gathers the jobs that are waiting into one transaction, so that many entries share one fsync, and
//! answers each only after the commit.

use super::{Conn, News, StoreError};
use diesel::Connection;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::watch;

/// The most jobs of one transaction. More would make the first of them wait without saving much: at 1 ms a commit, 256 jobs
/// already bring the fsync below 4 µs each.
const MOST_AT_ONCE: usize = 256;

/// The most jobs that may wait. Beyond this the caller is told to come back: the disk is not keeping up.
const MOST_WAITING: usize = 4096;

/// What remains to be done after the commit: hand over the answer, or the commit's error.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Works inside the transaction, and gives the news where it changed something.
type Job = Box<dyn FnOnce(&mut Conn) -> (Option<News>, Answer) + Send>;

/// Gives jobs to the writing thread.
pub(super) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// Counters that go up with every change; see [`News`].
#[derive(Clone)]
pub(super) struct Counters {
    pub(super) pages: watch::Sender<u64>,
    pub(super) hall: watch::Sender<u64>,
}

impl Counters {
    fn tell(&self, news: News) {
        match news {
            News::Silent => {}
            News::Pages => self.pages.send_modify(|version| *version += 1),
            News::Hall => {
                self.hall.send_modify(|version| *version += 1);
                self.pages.send_modify(|version| *version += 1);
            }
        }
    }
}

impl Writer {
    pub(super) fn start(conn: Conn, counters: Counters) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(MOST_WAITING);
        let thread = std::thread::Builder::new().name("desk-writer".into()).spawn(move || write(conn, &waiting, &counters))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Queues `job`; `answer` is called once, after the commit or with why there was none.
    pub(super) fn give<T, F, A>(&self, news: News, job: F, answer: A) -> Result<(), StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
        A: FnOnce(Result<T, StoreError>) + Send + 'static,
    {
        let boxed: Job = Box::new(move |conn| {
            // A savepoint: one job that fails takes none of the others with it.
            let result = conn.transaction(job);
            let news = result.is_ok().then_some(news);
            let answer: Answer = Box::new(move |committed| answer(committed.and(result)));
            (news, answer)
        });
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.try_send(boxed).map_err(|error| match error {
            std::sync::mpsc::TrySendError::Full(_) => StoreError::Busy,
            std::sync::mpsc::TrySendError::Disconnected(_) => StoreError::Stopped,
        })
    }
}

impl Drop for Writer {
    /// Waits until what was given is written.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writing thread ended badly");
        }
    }
}

fn write(mut conn: Conn, waiting: &Receiver<Job>, counters: &Counters) {
    while let Ok(first) = waiting.recv() {
        let batch: Vec<Job> = std::iter::once(first).chain(waiting.try_iter()).take(MOST_AT_ONCE).collect();
        let mut done = Vec::with_capacity(batch.len());
        let committed = conn.immediate_transaction(|conn| {
            done.extend(batch.into_iter().map(|job| job(conn)));
            Ok::<_, StoreError>(())
        });
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = done.len(), "a group of writes could not be committed");
        } else if let Some(news) = done.iter().filter_map(|(news, _)| *news).max() {
            counters.tell(news);
        }
        for (_, answer) in done {
            answer(committed.clone());
        }
    }
}
