//! What decides between equal optima: numbers that depend on the names of a pair alone.
//!
//! Neither file order nor threads nor newcomers change them, so of all best results the same one is chosen every time.
//! They stand beside the points, never in them.

use crate::model::id::PersonId;

/// Bits of a tie.
pub(crate) const TIE_BITS: u32 = 40;

/// The part of a mentor in the ties of their pairs.
pub(crate) fn of_mentor(mentor: &PersonId) -> u64 {
    part(&[b"mentor", mentor.as_str().as_bytes()])
}

/// The part of a mentee's request in the ties of its pairs.
pub(crate) fn of_request(mentee: &PersonId, facet: Option<&str>) -> u64 {
    part(&[
        b"mentee",
        mentee.as_str().as_bytes(),
        facet.unwrap_or("").as_bytes(),
    ])
}

/// The tie of a pair, from the parts of both: names are hashed once a person, so that a pair costs two multiplications.
pub(crate) fn of_pair(mentor: u64, request: u64) -> u64 {
    let mut mixed = mentor.wrapping_add(request);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) >> (u64::BITS - TIE_BITS)
}

fn part(texts: &[&[u8]]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        // No id and no facet holds a NUL, so that two lists of texts never hash alike.
        hasher.update(text);
        hasher.update(&[0]);
    }
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}
