//! Response times do not tell who has an account: many answers for known and unknown people are taken in turns, and
//! compared. It takes a quiet machine and minutes, so it runs when asked for: `just prove-timing`.

use crate::accounts::codes::{joining, otp, post};
use crate::support::user::answer;
use crate::support::{Backend, http_client};
use reqwest::Client;
use serde_json::json;
use std::time::{Duration, Instant};

/// Of each of the two, for each question.
const ROUNDS: usize = 250;

struct Samples {
    known: Vec<f64>,
    unknown: Vec<f64>,
}

fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn mean(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / f64::from(u32::try_from(samples.len()).unwrap())
}

/// Without the tenth at each end: one scheduler's hiccup is no difference between people.
fn trimmed(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cut = sorted.len() / 10;
    sorted[cut..sorted.len() - cut].to_vec()
}

/// Welch's t: how many times its own uncertainty the difference of the means is.
fn t(samples: &Samples) -> f64 {
    let (one, other) = (trimmed(&samples.known), trimmed(&samples.unknown));
    let error = |samples: &[f64]| {
        let (mean, count) = (mean(samples), f64::from(u32::try_from(samples.len()).unwrap()));
        samples.iter().map(|sample| (sample - mean).powi(2)).sum::<f64>() / (count - 1.0) / count
    };
    (mean(&one) - mean(&other)) / (error(&one) + error(&other)).sqrt()
}

async fn timed<T>(asked: impl Future<Output = T>) -> f64 {
    let began = Instant::now();
    asked.await;
    // What goes out after an answer must not be measured with the next one.
    let taken = began.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(Duration::from_millis(90)).await;
    taken
}

/// Printed, and held against a bound: a difference that is both beyond chance and long enough to be seen.
fn judge(backend: Backend, question: &str, samples: &Samples) {
    let (known, unknown, t) = (median(&samples.known), median(&samples.unknown), t(samples));
    println!(
        "{backend:?} {question}: known {known:.2} ms, unknown {unknown:.2} ms, difference {:+.3} ms, t {t:+.2}",
        known - unknown
    );
    let beyond_chance = t.abs() > 4.5;
    // A twentieth: less than what the way through any network varies by.
    let visible = (known - unknown).abs() > 0.05 * known.max(unknown);
    assert!(!(beyond_chance && visible), "{question} tells known from unknown");
}

async fn measure(backend: Backend) {
    let server = otp(backend)
        .set("REGISTRATION", "open")
        .set("LIMITS_SCALE", "1000000")
        .full_password_cost()
        .start()
        .await;
    let known = |n: usize| format!("known{n}@example.org");
    let unknown = |n: usize| format!("nobody{n}@example.org");
    // People with proven addresses, made by as many codes.
    for n in 0..ROUNDS {
        let grant = crate::accounts::codes::grant(&server, "register", &known(n), 1).await;
        post(&server, "/auth/register", &joining(&format!("known{n}x"), &grant)).await.expect(201);
    }
    // One client and one connection: making them takes longer than what is measured.
    let http = http_client();
    for question in ["register", "sign_in", "reset_password", "login"] {
        let mut samples = Samples { known: vec![], unknown: vec![] };
        for n in 0..ROUNDS {
            // In turns, and each first as often as the other: what drifts drifts for both.
            for turn in [n % 2, 1 - n % 2] {
                let identifier = if turn == 0 { known(n) } else { unknown(n) };
                let taken = ask(&http, &server.url, question, &identifier).await;
                if turn == 0 { &mut samples.known } else { &mut samples.unknown }.push(taken);
            }
        }
        judge(backend, question, &samples);
    }
}

async fn ask(http: &Client, url: &str, question: &str, identifier: &str) -> f64 {
    let (path, body, status) = if question == "login" {
        ("login", json!({"identifier": identifier, "password": "not the right one"}), 401)
    } else {
        ("codes", json!({"purpose": question, "identifier": identifier}), 202)
    };
    let request = http.post(format!("{url}/api/v1/auth/{path}")).json(&body);
    timed(async { answer(request).await.expect(status) }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes on a quiet machine: just prove-timing"]
async fn time_does_not_tell_known_from_unknown_on_sqlite() {
    measure(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes on a quiet machine: just prove-timing"]
async fn time_does_not_tell_known_from_unknown_on_postgres() {
    measure(Backend::Postgres).await;
}
