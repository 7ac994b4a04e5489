//! How many connections at once. A socket that is full closes new ones at once, so that whoever is inside is served and the
//! desk keeps file handles for its store: systemd gives a service 1 024 of them unless told otherwise.

use axum_server::accept::Accept;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_service::Service;

/// From kiosks: each holds two, one to send and one that waits for calls; a large city has 100 kiosks.
pub(super) const MOST_FROM_KIOSKS: usize = 250;

/// From staff: each open page holds one for what is new; 250 workers with two pages each.
pub(super) const MOST_FROM_STAFF: usize = 600;

/// Accepts connections while there is room.
#[derive(Clone, Debug)]
pub(super) struct Crowd<A> {
    inner: A,
    room: Arc<Semaphore>,
}

impl<A> Crowd<A> {
    pub(super) fn at_most(most: usize) -> impl Fn(A) -> Self {
        move |inner| Crowd { inner, room: Arc::new(Semaphore::new(most)) }
    }
}

type Accepted<S, T> = io::Result<(S, Counted<T>)>;

impl<A, I, S> Accept<I, S> for Crowd<A>
where
    A: Accept<I, S>,
    A::Future: Send + 'static,
{
    type Stream = A::Stream;
    type Service = Counted<A::Service>;
    type Future = Pin<Box<dyn Future<Output = Accepted<A::Stream, A::Service>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let accepted = Arc::clone(&self.room).try_acquire_owned().map(|place| (place, self.inner.accept(stream, service)));
        Box::pin(async move {
            let Ok((place, accepted)) = accepted else {
                tracing::warn!("a connection was closed: there are too many at once");
                return Err(io::Error::other("too many connections"));
            };
            let (stream, service) = accepted.await?;
            Ok((stream, Counted { service, _place: Arc::new(place) }))
        })
    }
}

/// What answers one connection, and counts until that is closed.
#[derive(Clone, Debug)]
pub(super) struct Counted<S> {
    service: S,
    _place: Arc<OwnedSemaphorePermit>,
}

impl<S: Service<R>, R> Service<R> for Counted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.service.call(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum_server::accept::DefaultAcceptor;

    #[tokio::test]
    async fn who_comes_when_it_is_full_is_sent_away_and_who_leaves_makes_room() {
        let crowd = Crowd::at_most(2)(DefaultAcceptor::new());
        let one = crowd.accept((), ()).await.unwrap();
        let _two = crowd.accept((), ()).await.unwrap();
        assert!(crowd.accept((), ()).await.is_err());
        drop(one);
        assert!(crowd.accept((), ()).await.is_ok());
    }
}
