//! What of a pairing is its people's own: which keys of which tables leave a program.
//!
//! Only what is named here is taken, so that a key which is added later stays at home until somebody decides. Its
//! invariant: nothing that a coordinator alone wrote or reads is named.

/// A table and the keys of it that are taken; none of them means every key.
pub(super) type Kept = (&'static str, &'static [&'static str]);

/// Of the file of a pairing, above the first table.
pub(super) const PAIRING_TOP: &[&str] = &[
    "mentor",
    "mentees",
    "kind",
    "cohort",
    "facets",
    "continues",
    "starts",
    "ends",
    "every",
    "longest",
    "in_person_every",
    "minutes",
];

/// Of the tables of a pairing: why somebody decided what, who did, and why the two were matched stays at home.
pub(super) const PAIRING_TABLES: &[Kept] = &[
    ("extension", &["on", "was", "to"]),
    (
        "agreement",
        &[
            "frequency",
            "contact",
            "confidentiality",
            "no_fault_exit",
            "signed_mentor",
            "signed_mentees",
            "signed_mentees_on",
        ],
    ),
    (
        "goal",
        &["id", "of", "text", "measure", "certification", "due"],
    ),
    ("reading", &["goal", "on", "percent", "note"]),
    ("step", &["id", "due", "done", "owner", "text"]),
    (
        "closing",
        &[
            "planned",
            "last_meeting",
            "goals_reviewed",
            "thanks",
            "next_steps",
            "contact_after",
            "outcome",
        ],
    ),
    ("state", &["on", "is", "until"]),
];

/// Of the end of a pairing, what the one side said.
pub(super) const CLOSING_OF_MENTOR: &[&str] = &["rematch_mentor", "rematch_mentor_why"];
/// Of the end of a pairing, what the other side said.
pub(super) const CLOSING_OF_MENTEE: &[&str] =
    &["rematch_mentee", "rematch_mentee_why", "offered_to_mentor"];

/// Of the log, which its people share; private notes lie elsewhere and are not even read.
pub(super) const LOG_TABLES: &[Kept] = &[
    (
        "meeting",
        &[
            "id",
            "at",
            "zone",
            "minutes",
            "mode",
            "place",
            "is",
            "planned_on",
            "settled_on",
            "absent",
            "revision",
            "topics",
            "mentor_learned",
        ],
    ),
    ("note", &["id", "meeting", "on", "by", "visible", "text"]),
    ("question", &["id", "on", "text", "answered_in"]),
    ("advice", &["id", "meeting", "on", "text"]),
    (
        "tried",
        &["advice", "on", "how", "response", "helped", "evidence"],
    ),
    (
        "homework",
        &["id", "meeting", "owner", "text", "due", "done", "evidence"],
    ),
];

/// Of a partner: who they are and what they offered, not what they asked for or said of themselves.
pub(super) const PARTNER_TOP: &[&str] = &[
    "name",
    "email",
    "title",
    "organization",
    "department",
    "team",
    "profession",
    "timezone",
    "languages",
];
/// Of a partner who mentors.
pub(super) const PARTNER_MENTOR: &[&str] = &["capacity", "circle", "facets", "skills", "style"];
/// Of somebody who was in the same circle.
pub(super) const COMPANION_TOP: &[&str] = &["name"];

/// Of one's own file, above the first table.
pub(super) const OWN_TOP: &[&str] = &[
    "name",
    "email",
    "title",
    "organization",
    "department",
    "team",
    "profession",
    "location",
    "timezone",
    "languages",
    "level",
    "reports_to",
    "modes",
    "free",
    "prefer",
    "never",
    "consented",
    "may_be_named",
    "also",
];
/// Of one's own tables: why a coordinator decided what stays at home.
pub(super) const OWN_TABLES: &[Kept] = &[
    ("mentee", &[]),
    ("request", &[]),
    ("mentor", &[]),
    ("training", &["module", "on"]),
    ("certification", &["id", "is", "on"]),
    ("absence", &["from", "to"]),
    ("relief", &["on", "what", "hours_per_week", "taken_by"]),
    ("outcome", &["on", "what"]),
    ("extra", &[]),
    ("state", &["on", "is", "role"]),
];

/// Rhythms that hold for pairings which name none of their own.
pub(super) const POLICY: &[&str] = &[
    "meeting_every",
    "meeting_longest",
    "in_person_every",
    "meeting_minutes",
    "scale",
];
