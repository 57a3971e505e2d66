//! Ids: lower-case ASCII words that are also file stems, frozen at creation.

use smol_str::SmolStr;
use std::fmt;
use std::str::FromStr;

/// The longest id of a person, in characters.
pub const PERSON_ID_CHARACTERS_MAX: usize = 40;
/// The longest id of anything else, in characters.
pub const ID_CHARACTERS_MAX: usize = 120;

/// What an id looks like, as a regular expression.
pub(crate) const ID_PATTERN: &str = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

/// Names that Windows reserves for devices; a folder is shared through git, so they are refused everywhere.
const DEVICE_NAMES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was given.
    #[error("an id is not empty")]
    Empty,
    /// More characters than fit.
    #[error("an id has at most {most} characters")]
    TooLong {
        /// The limit that was passed.
        most: usize,
    },
    /// A character outside `[a-z0-9-]`, or `-` at an end.
    #[error("an id is made of a-z, 0-9 and inner `-`")]
    Letters,
    /// `con`, `nul` and their like.
    #[error("Windows reserves this name for a device")]
    DeviceName,
}

fn check(text: &str, most: usize) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > most {
        return Err(IdError::TooLong { most });
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    if !bytes.iter().all(|&byte| plain(byte) || byte == b'-')
        || !plain(bytes[0])
        || !plain(bytes[bytes.len() - 1])
    {
        return Err(IdError::Letters);
    }
    if DEVICE_NAMES.contains(&text) {
        return Err(IdError::DeviceName);
    }
    Ok(())
}

/// The id of a person: `ada-lovelace`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(SmolStr);

/// The id of anything that is not a person: a pairing, a cohort, an entry of a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(SmolStr);

impl PersonId {
    /// Parses an id.
    ///
    /// ```
    /// use pleiad::model::id::PersonId;
    /// assert_eq!(PersonId::parse("ada-lovelace").unwrap().as_str(), "ada-lovelace");
    /// assert!(PersonId::parse("../ada").is_err());
    /// ```
    ///
    /// # Errors
    /// Anything that is not 1 to 40 characters of `[a-z0-9]` with inner `-`, and device names.
    pub fn parse(text: &str) -> Result<PersonId, IdError> {
        check(text, PERSON_ID_CHARACTERS_MAX).map(|()| PersonId(text.into()))
    }

    /// The id as it stands in files.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Id {
    /// Parses an id.
    ///
    /// # Errors
    /// Anything that is not 1 to 120 characters of `[a-z0-9]` with inner `-`, and device names.
    pub fn parse(text: &str) -> Result<Id, IdError> {
        check(text, ID_CHARACTERS_MAX).map(|()| Id(text.into()))
    }

    /// The id as it stands in files.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&PersonId> for Id {
    /// Every id of a person is one of the others' kind.
    fn from(person: &PersonId) -> Id {
        Id(person.0.clone())
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for PersonId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<PersonId, IdError> {
        PersonId::parse(text)
    }
}

impl FromStr for Id {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Id, IdError> {
        Id::parse(text)
    }
}

impl serde::Serialize for PersonId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
