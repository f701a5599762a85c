//! One HTTP client makes the calls to servers the operator named: certificates are checked, redirects are not
//! followed, and neither time nor size is without a bound.

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use std::sync::OnceLock;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(3);
const TOTAL: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum WebError {
    #[error("the call failed: {0}")]
    Call(String),
    #[error("the answer is {0}")]
    Status(u16),
    #[error("the answer is too long")]
    TooLong,
    #[error("the answer is not what was expected")]
    Answer,
}

/// Made with the first call: a client reads all root certificates, and most instances never call anyone.
#[derive(Clone, Default)]
pub struct Web(OnceLock<Client>);

impl Web {
    pub fn get(&self, url: &str) -> Result<RequestBuilder, WebError> {
        Ok(self.client()?.get(url))
    }

    pub fn post(&self, url: &str) -> Result<RequestBuilder, WebError> {
        Ok(self.client()?.post(url))
    }

    fn client(&self) -> Result<&Client, WebError> {
        if let Some(client) = self.0.get() {
            return Ok(client);
        }
        let made = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .user_agent("parlance")
            .build()
            .map_err(|error| failed(&error))?;
        Ok(self.0.get_or_init(|| made))
    }

    /// The body of an answer that says yes.
    pub async fn send(&self, request: RequestBuilder) -> Result<Vec<u8>, WebError> {
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        if !response.status().is_success() {
            return Err(WebError::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(WebError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// Addresses may carry secrets in their query, so they stay out of logs.
fn failed(error: &reqwest::Error) -> WebError {
    let kind = if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "there was no connection"
    } else {
        "it broke off"
    };
    WebError::Call(kind.to_owned())
}
