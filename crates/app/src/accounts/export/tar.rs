//! This is the least of the TAR format (POSIX ustar) that any program unpacks: files with a name, a time and a
//! content.

const BLOCK: usize = 512;

/// One file, header and padding included. Names are ours: short and plain.
pub fn file(name: &str, content: &[u8], at_seconds: i64) -> Vec<u8> {
    let mut header = [0_u8; BLOCK];
    put(&mut header, 0, name.as_bytes());
    put(&mut header, 100, b"0000600\0");
    put(&mut header, 108, b"0000000\0");
    put(&mut header, 116, b"0000000\0");
    put(&mut header, 124, format!("{:011o}\0", content.len()).as_bytes());
    put(&mut header, 136, format!("{:011o}\0", at_seconds.max(0)).as_bytes());
    // The sum counts its own field as blanks.
    put(&mut header, 148, b"        ");
    put(&mut header, 156, b"0");
    put(&mut header, 257, b"ustar\0");
    put(&mut header, 263, b"00");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    put(&mut header, 148, format!("{sum:06o}\0 ").as_bytes());
    let padding = vec![0; content.len().next_multiple_of(BLOCK) - content.len()];
    [&header[..], content, &padding].concat()
}

/// What ends an archive.
pub fn end() -> Vec<u8> {
    vec![0; 2 * BLOCK]
}

fn put(header: &mut [u8; BLOCK], at: usize, bytes: &[u8]) {
    for (to, from) in header.iter_mut().skip(at).zip(bytes) {
        *to = *from;
    }
}
