//! Tests that a mailbox keeps, drops and closes as promised.

use super::*;
use futures_util::task::noop_waker;

fn next(mailbox: &Mailbox) -> Poll<Option<Bytes>> {
    mailbox.poll_next(&Context::from_waker(&noop_waker()))
}

fn of(size: usize) -> Bytes {
    Bytes::from(vec![7; size])
}

#[test]
fn a_farewell_is_said_once() {
    let mailbox = Mailbox::default();
    mailbox.open(vec![], |_, _| true);
    for _ in 0..2 {
        mailbox.part(of(1), 4410, "session ended");
    }
    assert_eq!(next(&mailbox), Poll::Ready(Some(of(1))));
    assert!(matches!(next(&mailbox), Poll::Ready(Some(close)) if close != of(1)));
    assert_eq!(next(&mailbox), Poll::Ready(None));
}

#[test]
fn ready_goes_first_and_unwanted_events_are_taken_back() {
    let mailbox = Mailbox::default();
    let chat = ChatId::from_uuid(uuid::Uuid::from_u128(1));
    mailbox.push(Outgoing::event(of(1), chat, Rev::from_number(4)));
    mailbox.push(Outgoing::event(of(2), chat, Rev::from_number(5)));
    assert_eq!(next(&mailbox), Poll::Pending);
    mailbox.open(vec![of(9)], |_, rev| rev > Rev::from_number(4));
    assert_eq!(next(&mailbox), Poll::Ready(Some(of(9))));
    assert_eq!(next(&mailbox), Poll::Ready(Some(of(2))));
    assert_eq!(next(&mailbox), Poll::Pending);
}

#[test]
fn soft_frames_go_first_and_then_the_slow_reader() {
    let mailbox = Mailbox::default();
    mailbox.open(vec![], |_, _| true);
    mailbox.push(Outgoing::soft(of(100_000)));
    mailbox.push(Outgoing::firm(of(100_000)));
    mailbox.push(Outgoing::firm(of(100_000)));
    assert!(!mailbox.is_closing());
    mailbox.push(Outgoing::soft(of(100_000)));
    assert_eq!(mailbox.lock().bytes, 200_000);
    mailbox.push(Outgoing::firm(of(100_000)));
    assert!(!mailbox.is_closing() && !mailbox.has_room(), "a burst is no slow reader");
    wait(&mailbox, LONGEST_WAIT + Duration::from_millis(1));
    mailbox.push(Outgoing::firm(of(1)));
    assert!(mailbox.is_closing());
    assert_eq!(next(&mailbox), Poll::Ready(Some(frame::close(SLOW_CONSUMER, "slow consumer"))));
    assert_eq!(next(&mailbox), Poll::Ready(None));
}

fn wait(mailbox: &Mailbox, span: Duration) {
    for waiting in &mut mailbox.lock().queue {
        waiting.since -= span;
    }
}

#[test]
fn who_takes_what_waits_is_not_slow_and_a_burst_has_an_end() {
    let mailbox = Mailbox::default();
    mailbox.open(vec![], |_, _| true);
    for _ in 0..100 {
        mailbox.push(Outgoing::firm(of(100_000)));
        wait(&mailbox, LONGEST_WAIT / 10);
        if mailbox.lock().queue.len() > 5 {
            assert_eq!(next(&mailbox), Poll::Ready(Some(of(100_000))));
        }
    }
    assert!(!mailbox.is_closing());
    for _ in 0..200 {
        mailbox.push(Outgoing::firm(of(100_000)));
    }
    assert!(mailbox.is_closing());
}

#[test]
fn answers_survive_that_their_reader_is_closed() {
    let mailbox = Mailbox::default();
    mailbox.open(vec![], |_, _| true);
    mailbox.promise();
    mailbox.promise();
    mailbox.push(Outgoing::firm(of(MOST_BYTES)));
    mailbox.keep_promise(of(5));
    wait(&mailbox, LONGEST_WAIT * 2);
    mailbox.push(Outgoing::firm(of(9)));
    assert!(mailbox.is_closing());
    assert_eq!(next(&mailbox), Poll::Ready(Some(of(5))));
    assert_eq!(next(&mailbox), Poll::Pending, "one is still promised");
    mailbox.keep_promise(of(6));
    assert_eq!(next(&mailbox), Poll::Ready(Some(of(6))));
    assert_eq!(next(&mailbox), Poll::Ready(Some(frame::close(SLOW_CONSUMER, "slow consumer"))));
    assert_eq!(next(&mailbox), Poll::Ready(None));
}

#[test]
fn nothing_follows_a_close() {
    let mailbox = Mailbox::default();
    mailbox.open(vec![], |_, _| true);
    mailbox.push(Outgoing::firm(of(1)));
    mailbox.close(1001, "bye");
    mailbox.close(4409, "again");
    mailbox.push(Outgoing::firm(of(2)));
    assert_eq!(next(&mailbox), Poll::Ready(Some(of(1))));
    assert_eq!(next(&mailbox), Poll::Ready(Some(frame::close(1001, "bye"))));
    assert_eq!(next(&mailbox), Poll::Ready(None));
}

#[test]
fn the_architecture_promises_these_bounds() {
    let promises = include_str!("../../../../ARCHITECTURE.md");
    let (kib, mib) = (MOST_BYTES / 1024, LARGEST_BURST / 1024 / 1024);
    for words in [
        format!("With more than {kib} KiB waiting"),
        format!("older than {} seconds", LONGEST_WAIT.as_secs()),
        format!("more than {mib} MiB"),
    ] {
        assert!(promises.contains(&words), "{words}");
    }
}
