//! Keys of a mapping file, which tells an import what the columns of a table mean.

use super::{Kind, LINES, Shape, key, repeated, required};

const CONDITIONS: &str = "only rows where all of these hold: \"COLUMN = VALUE\", \"COLUMN != VALUE\", \"COLUMN = {COLUMN}\", \"COLUMN =\" for an empty cell";
const FIELDS: &str = "a field that `import --help` lists, or extra.KEY; of people also prefer, never, consented, also, commit_until, circle, volunteered, style, mentor_facets, mentee_facets, mentor_cohorts, mentee_cohorts (lists of rounds), since (a day, or \"cohort\": the first day of the first cohort)";
const AS_IN_COLUMN: &str = "as in [[column]]";

pub(crate) const MAPPING: Shape = Shape {
    name: "mapping",
    path: "MAPPING.toml",
    about: "what the columns of a table mean, for import --map; lies anywhere",
    keys: &[key(
        "key",
        Kind::Line,
        "name or extra.KEY: what tells people apart where neither email nor id does",
    )],
    tables: &[
        repeated(
            "column",
            &[],
            "a column and what it fills; a column that no entry names is known by its header",
            &[
                required("from", Kind::Line, "its header"),
                key("to", Kind::Line, FIELDS),
                key(
                    "ignore",
                    Kind::Flag,
                    "false; true: it is left out on purpose",
                ),
                key(
                    "separator",
                    Kind::Text,
                    "; for lists; splits the cell, in extra.KEY into a list",
                ),
                key(
                    "part",
                    Kind::Whole(1, 100),
                    "the one part of the split cell that is meant",
                ),
                key("when", LINES, CONDITIONS),
            ],
        ),
        repeated(
            "join",
            &[],
            "several columns that fill one field together",
            &[
                required("from", LINES, "their headers, in order"),
                required("to", Kind::Line, AS_IN_COLUMN),
                key("with", Kind::Text, "a space; what stands between them"),
                key("when", LINES, AS_IN_COLUMN),
            ],
        ),
        repeated(
            "value",
            &["column", "from"],
            "a word of a column and what it stands for",
            &[
                required("column", Kind::Line, "its header"),
                required("from", Kind::Line, "the cell, or one part of a list"),
                required("to", Kind::Line, "what it becomes; \"\" for nothing"),
            ],
        ),
        repeated(
            "constant",
            &[],
            "a value for a field that no cell fills",
            &[
                required("to", Kind::Line, AS_IN_COLUMN),
                required("value", Kind::Any, ""),
                key("when", LINES, AS_IN_COLUMN),
            ],
        ),
        repeated(
            "skip",
            &[],
            "rows that are left out, and counted",
            &[
                required("when", LINES, AS_IN_COLUMN),
                required("because", Kind::Line, ""),
            ],
        ),
        repeated(
            "cohort",
            &["id"],
            "a cohort that program.toml gets where it lacks it",
            &[
                required("id", Kind::Id, ""),
                key("starts", Kind::Day, "first day"),
                key("ends", Kind::Day, "last day"),
            ],
        ),
    ],
};
