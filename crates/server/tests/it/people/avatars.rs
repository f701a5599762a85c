//! Pictures are rejected where they are none, stripped of everything but pixels, sealed on disk, shown by links that
//! end.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, answer};
use crate::support::{TestServer, TestUser, http_client};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

const CANARY: &str = "a-canary-nobody-may-find-on-the-disk-4711";

pub async fn put(user: &TestUser, kind: &str, bytes: Vec<u8>) -> Answer {
    answer(user.request(Method::PUT, "/me/avatar").header("content-type", kind).body(bytes)).await
}

pub async fn show(user: &TestUser, path: &Value) -> Response {
    let url = format!("{}{}", user.url, path.as_str().expect("a link"));
    http_client().get(url).send().await.expect("an answer")
}

pub fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red above, blue below.
pub fn two_colours(width: u32, height: u32) -> DynamicImage {
    let half = |_, y| if y < height / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    RgbImage::from_fn(width, height, half).into()
}

/// A photograph that says where it was taken, and that it lies on its side.
fn photograph() -> Vec<u8> {
    let tag = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let text_at: u32 = 8 + 2 + 3 * 12 + 4 + 2 + 12 + 4;
    let length = u32::try_from(CANARY.len()).unwrap();
    let gps_at: u32 = 8 + 2 + 3 * 12 + 4;
    let exif = [
        b"Exif\0\0II*\0\x08\0\0\0".to_vec(),
        3_u16.to_le_bytes().to_vec(),
        tag(0x010e, 2, length, text_at.to_le_bytes()),
        tag(0x0112, 3, 1, [6, 0, 0, 0]),
        tag(0x8825, 4, 1, gps_at.to_le_bytes()),
        vec![0; 4],
        1_u16.to_le_bytes().to_vec(),
        tag(0x0001, 2, 2, *b"N\0\0\0"),
        vec![0; 4],
        CANARY.as_bytes().to_vec(),
    ]
    .concat();
    let jpeg = written(&two_colours(300, 200), ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// A PNG of a few bytes that says it is enormous.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = written(&RgbImage::new(1, 1).into(), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = !0_u32;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

both! {
    async fn a_picture_is_square_upright_and_rid_of_what_it_told(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let sent = photograph();
        assert!(contains(&sent, CANARY.as_bytes()) && contains(&sent, b"Exif"));
        let me = put(&ana, "image/jpeg", sent).await.expect(200);
        let seen = leo.get(&format!("/users/{}", ana.id)).await.expect(200);
        assert_eq!(seen["avatar_id"], me["avatar_id"]);
        for (link, side) in [(&seen["avatar"]["small"], 64), (&seen["avatar"]["large"], 320)] {
            let shown = show(&leo, link).await;
            assert_eq!(shown.status(), 200);
            let headers = shown.headers().clone();
            for (name, value) in [
                ("content-type", "image/jpeg"),
                ("content-disposition", "inline"),
                ("x-content-type-options", "nosniff"),
                ("content-security-policy", "default-src 'none'; sandbox"),
                ("cross-origin-resource-policy", "same-site"),
                ("cache-control", "private, max-age=300"),
            ] {
                assert_eq!(headers[name], value, "{name}");
            }
            let bytes = shown.bytes().await.unwrap();
            for told in [CANARY.as_bytes(), b"Exif", b"GPS"] {
                assert!(!contains(&bytes, told));
            }
            let image = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap().to_rgb8();
            assert_eq!(image.dimensions(), (side, side));
            // It lay on its side: what was above is on the right now.
            let (left, right) = (image.get_pixel(side / 8, side / 2), image.get_pixel(side * 7 / 8, side / 2));
            assert!(left[2] > 200 && left[0] < 60 && right[0] > 200 && right[2] < 60, "{left:?} {right:?}");
        }
        // What lets something shine through keeps doing so.
        let glass = RgbaImage::from_pixel(900, 700, image::Rgba([9, 200, 9, 128])).into();
        let me = put(&ana, "image/png", written(&glass, ImageFormat::Png)).await.expect(200);
        let shown = show(&ana, &me["avatar"]["large"]).await;
        assert_eq!(shown.headers()["content-type"], "image/webp");
        let image = image::load_from_memory(&shown.bytes().await.unwrap()).unwrap().to_rgba8();
        assert_eq!(image.get_pixel(5, 5).0, [9, 200, 9, 128]);
        for format in [ImageFormat::Gif, ImageFormat::WebP] {
            put(&ana, "image/x", written(&two_colours(40, 90), format)).await.expect(200);
        }
    }
}

both! {
    async fn what_is_no_picture_is_refused(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let png = || written(&two_colours(8, 8), ImageFormat::Png);
        let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
        let padded = |mut bytes: Vec<u8>, length: usize| {
            bytes.resize(length, 0);
            bytes
        };
        const MOST: usize = 10 * 1024 * 1024;
        for (what, kind, bytes, status, code) in [
            ("text", "image/png", b"just some text, whatever it is called".to_vec(), 415, "unsupported_media_type"),
            ("SVG", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 415, "unsupported_media_type"),
            ("BMP", "image/bmp", b"BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), 415, "unsupported_media_type"),
            ("nothing", "image/png", vec![], 415, "unsupported_media_type"),
            ("another type", "application/json", png(), 415, "unsupported_media_type"),
            ("half", "image/png", half(written(&two_colours(300, 300), ImageFormat::Png)), 422, "validation_failed"),
            ("too wide", "image/png", bomb(8_193, 1), 422, "validation_failed"),
            ("too many pixels", "image/png", bomb(8_000, 8_000), 422, "validation_failed"),
            ("a bomb", "image/png", bomb(2_000_000_000, 2_000_000_000), 422, "validation_failed"),
            ("too many bytes", "image/png", padded(png(), MOST + 1), 413, "too_large"),
        ] {
            let refused = put(&ana, kind, bytes).await;
            assert_eq!(refused.status.as_u16(), status, "{what}: {}", refused.body);
            refused.refused(status, code);
        }
        assert_eq!(ana.get("/me").await.expect(200)["avatar_id"], Value::Null);
        assert!(files(&server.folder().join("files")).is_empty());
        put(&ana, "image/png", padded(png(), MOST)).await.expect(200);
    }
}

both! {
    async fn pictures_lie_sealed_and_former_ones_are_gone(backend) {
        let mut server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let store = server.folder().join("files");
        let me = put(&ana, "image/jpeg", photograph()).await.expect(200);
        let mut shown = vec![];
        for link in [&me["avatar"]["small"], &me["avatar"]["large"]] {
            shown.push(show(&ana, link).await.bytes().await.unwrap());
        }
        let first = files(&store);
        assert_eq!(first.len(), 3, "{first:?}");
        for file in files(server.folder()) {
            let bytes = std::fs::read(&file).unwrap_or_default();
            assert!(!contains(&bytes, CANARY.as_bytes()), "{}", file.display());
            for picture in &shown {
                // From the middle of the pixels: a header is the same in every JPEG.
                let middle = &picture[picture.len() / 2..picture.len() / 2 + 24];
                assert!(!contains(&bytes, middle), "{}", file.display());
            }
            let _ = std::fs::metadata(&file).unwrap();
        }
        // The next one takes its place, on the disk as well.
        put(&ana, "image/png", written(&two_colours(70, 70), ImageFormat::Png)).await.expect(200);
        let second = files(&store);
        assert_eq!(second.len(), 3);
        assert!(first.iter().all(|old| !second.contains(old)));
        assert_eq!(show(&ana, &me["avatar"]["small"]).await.status(), 404);
        let me = ana.get("/me").await.expect(200);
        // One flipped bit in the store, and nothing is shown.
        for file in &second {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(file, bytes).unwrap();
        }
        assert_eq!(show(&ana, &me["avatar"]["small"]).await.status(), 500);
        answer(ana.request(Method::DELETE, "/me/avatar")).await.expect(204);
        assert!(files(&store).is_empty());
        assert_eq!(ana.get("/me").await.expect(200)["avatar_id"], Value::Null);
        let past = crate::instance::query_plans::Past::of(backend, &server.database_url);
        assert_eq!(past.count("files").await, "0");
        server.stop().await;
    }
}

both! {
    async fn a_link_ends_with_its_time_its_session_and_a_block(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        put(&ana, "image/png", written(&two_colours(70, 70), ImageFormat::Png)).await.expect(200);
        let link = async |user: &TestUser| {
            user.get(&format!("/users/{}", ana.id)).await.expect(200)["avatar"]["small"].clone()
        };
        let (at_leo, at_eve) = (link(&leo).await, link(&eve).await);
        assert_ne!(at_leo, at_eve);
        let shown = show(&leo, &at_leo).await;
        let tag = shown.headers()["etag"].clone();
        let url = |path: &Value| format!("{}{}", server.url, path.as_str().unwrap());
        let again = http_client().get(url(&at_leo)).header("if-none-match", &tag).send().await.unwrap();
        assert_eq!((again.status().as_u16(), again.bytes().await.unwrap().len()), (304, 0));
        let whole = shown.bytes().await.unwrap();
        let part = http_client().get(url(&at_leo)).header("range", "bytes=10-19").send().await.unwrap();
        assert_eq!(part.status(), 206);
        assert_eq!(part.headers()["content-range"], format!("bytes 10-19/{}", whole.len()));
        assert_eq!(part.bytes().await.unwrap(), whole.slice(10..20));
        let text = at_leo.as_str().unwrap().to_owned();
        for forged in [
            text.split_once('?').unwrap().0.to_owned(),
            format!("{}x", text),
            text.replace("/thumb/64", "/thumb/65"),
            text.replace("?t=", "?t=A"),
        ] {
            let status = show(&leo, &json!(forged)).await.status().as_u16();
            assert!([401, 404].contains(&status), "{forged}: {status}");
        }
        // The owner blocks a reader.
        answer(ana.request(Method::PUT, &format!("/me/blocks/{}", leo.id))).await.expect(204);
        assert_eq!(show(&leo, &at_leo).await.status(), 404);
        assert_eq!(show(&eve, &at_eve).await.status(), 200);
        // The session ends.
        let logout = eve.http.post(format!("{}/api/v1/auth/logout", server.url)).bearer_auth(&eve.token);
        answer(logout.json(&json!({}))).await.expect(204);
        assert_eq!(show(&eve, &at_eve).await.status(), 401);
        // Time passes.
        let mine = ana.get("/me").await.expect(200)["avatar"]["large"].clone();
        clock.advance(Duration::from_secs(240));
        assert_eq!(show(&ana, &mine).await.status(), 200);
        clock.advance(Duration::from_secs(361));
        assert_eq!(show(&ana, &mine).await.status(), 401);
    }
}
