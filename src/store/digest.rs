//! Digests: the fingerprint that tells whether two files hold the same bytes.
//!
//! Times and sizes of files never decide anything here: clocks step, copies keep times, and a save can keep a size.

use std::fmt;
use std::io;

/// The BLAKE3 hash of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    ///
    /// ```
    /// use pleiad::store::digest::Digest;
    /// assert_eq!(Digest::of(b"ada"), Digest::of(b"ada"));
    /// assert_ne!(Digest::of(b"ada"), Digest::of(b"ada "));
    /// ```
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(*blake3::hash(bytes).as_bytes())
    }

    /// Reads the 64 lower-case hexadecimal digits that `Display` writes.
    ///
    /// ```
    /// use pleiad::store::digest::Digest;
    /// let digest = Digest::of(b"grace");
    /// assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
    /// ```
    pub fn parse(text: &str) -> Option<Digest> {
        let is_written_form = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if !text.bytes().all(is_written_form) {
            return None;
        }
        blake3::Hash::from_hex(text)
            .ok()
            .map(|hash| Digest(*hash.as_bytes()))
    }

    /// The digest of everything a reader gives, whatever its length, without holding it in memory.
    pub(super) fn of_stream(reader: impl io::Read) -> io::Result<Digest> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Digest(*hasher.finalize().as_bytes()))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&blake3::Hash::from_bytes(self.0).to_hex()[..12])
    }
}
