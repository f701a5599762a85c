//! Pictures are decoded within bounds, cropped square, scaled down, and encoded again, so that nothing of it remains
//! but pixels. Must not know where it is stored.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::media::Content;
use domain::{Fault, Result};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Bytes of what may be sent.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
const LONGEST_SIDE: u32 = 8_192;
const MOST_PIXELS: u64 = 40_000_000;
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// At once; more wait for their turn.
const AT_ONCE: usize = 2;
const MOST_WAITING: usize = 16;
/// The sender hears no later than that. The work itself ends by the bounds above.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The sides of the small ones; the largest is part 0.
pub const SIDES: [u16; 2] = [320, 64];
const LARGEST: u32 = 640;
const QUALITY: u8 = 85;

pub struct Pictures {
    workers: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// A picture in one size.
pub struct Part {
    pub part: u16,
    pub content: Content,
    pub bytes: Vec<u8>,
}

/// The instance's own picture, made as those of people are.
#[derive(Clone)]
pub struct Logo {
    content: Content,
    bytes: Bytes,
}

impl Logo {
    const SIDE: u16 = 320;

    pub fn read(bytes: &[u8]) -> Result<Self> {
        Self::of(render(bytes)?)
    }

    fn of(parts: Vec<Part>) -> Result<Self> {
        let part = parts.into_iter().find(|part| part.part == Self::SIDE).ok_or(Fault::Internal)?;
        Ok(Self { content: part.content, bytes: part.bytes.into() })
    }

    /// As it was made ready before.
    pub(crate) fn stored(media_type: &str, base64: &str) -> Option<Self> {
        let content = match media_type {
            "image/jpeg" => Content::Jpeg,
            "image/webp" => Content::WebP,
            _ => return None,
        };
        Some(Self { content, bytes: STANDARD.decode(base64).ok()?.into() })
    }

    pub(crate) fn to_stored(&self) -> StoredLogo {
        StoredLogo { media_type: self.media_type().to_owned(), base64: STANDARD.encode(&self.bytes) }
    }

    pub fn media_type(&self) -> &'static str {
        match self.content {
            Content::Jpeg => "image/jpeg",
            Content::WebP => "image/webp",
            Content::Opaque => "application/octet-stream",
        }
    }

    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logo").field("size", &self.bytes.len()).finish()
    }
}

impl Default for Pictures {
    fn default() -> Self {
        let queue = AT_ONCE + MOST_WAITING;
        Self { workers: Arc::new(Semaphore::new(AT_ONCE)), queue: Arc::new(Semaphore::new(queue)) }
    }
}

impl Pictures {
    /// As [`Logo::read`], in its turn.
    pub async fn logo(&self, bytes: Vec<u8>) -> Result<Logo> {
        Logo::of(self.render(bytes).await?)
    }

    /// The wait counts real time, as that for a password's turn does.
    pub async fn render(&self, bytes: Vec<u8>) -> Result<Vec<Part>> {
        let place = self.queue.clone().try_acquire_owned().map_err(|_| Fault::unavailable())?;
        let workers = self.workers.clone();
        let work = async move {
            let worker = workers.acquire_owned().await.map_err(|_| Fault::Internal)?;
            // Both are given back when the work ends, not when the caller stops waiting for it.
            tokio::task::spawn_blocking(move || {
                let parts = render(&bytes);
                drop((place, worker));
                parts
            })
            .await
            .map_err(|_| Fault::Internal)?
        };
        tokio::time::timeout(TIMEOUT, work).await.map_err(|_| Fault::unavailable())?
    }
}

fn render(bytes: &[u8]) -> Result<Vec<Part>> {
    let whole = square(open(bytes)?);
    let mut parts = vec![encode(0, &whole)?];
    let mut last = whole;
    for side in SIDES {
        last = last.resize_exact(side.into(), side.into(), FilterType::CatmullRom);
        parts.push(encode(side, &last)?);
    }
    Ok(parts)
}

/// What it is, its own first bytes say; what it is called does not matter.
fn open(bytes: &[u8]) -> Result<DynamicImage> {
    const READ: [ImageFormat; 4] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif];
    let format = image::guess_format(bytes).map_err(|_| Fault::UnsupportedMediaType)?;
    if !READ.contains(&format) {
        return Err(Fault::UnsupportedMediaType);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unreadable(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(too_large());
    }
    let orientation = decoder.orientation().map_err(|error| unreadable(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| unreadable(&error))?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn square(image: DynamicImage) -> DynamicImage {
    let side = image.width().min(image.height());
    let cut = image.crop_imm((image.width() - side) / 2, (image.height() - side) / 2, side, side);
    if side > LARGEST { cut.resize_exact(LARGEST, LARGEST, FilterType::CatmullRom) } else { cut }
}

/// JPEG for photographs; what lets something shine through stays as it is.
fn encode(part: u16, image: &DynamicImage) -> Result<Part> {
    let (width, height) = (image.width(), image.height());
    let failed = |error: image::ImageError| {
        tracing::error!(event = "picture_not_written", error = %error, "a picture could not be written");
        Fault::Internal
    };
    let pixels = image.to_rgba8();
    let mut bytes = Vec::new();
    let content = if pixels.pixels().all(|pixel| matches!(pixel.0, [_, _, _, u8::MAX])) {
        let plain = image.to_rgb8();
        JpegEncoder::new_with_quality(&mut bytes, QUALITY)
            .encode(&plain, width, height, ExtendedColorType::Rgb8)
            .map_err(failed)?;
        Content::Jpeg
    } else {
        WebPEncoder::new_lossless(&mut bytes)
            .encode(&pixels, width, height, ExtendedColorType::Rgba8)
            .map_err(failed)?;
        Content::WebP
    };
    Ok(Part { part, content, bytes })
}

fn unreadable(error: &image::ImageError) -> Fault {
    if let image::ImageError::Limits(_) = error {
        too_large()
    } else {
        Fault::field("", "unreadable", "is not a whole picture")
    }
}

fn too_large() -> Fault {
    let detail = format!("must have at most {LONGEST_SIDE} pixels a side and {MOST_PIXELS} in all");
    Fault::field("", "too_many_pixels", detail)
}

/// A picture that was made ready before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLogo {
    pub media_type: String,
    pub base64: String,
}
