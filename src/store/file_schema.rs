//! The JSON Schemas of a program's files, for editors; made from the table of keys that reading and checking use.
//!
//! A schema sees the shape of one file and no more: what an id refers to, and whether two entries are alike, is told by
//! `check` alone. Its invariant: what a schema refuses, `check` reports.

use crate::model::id::{ID_CHARACTERS_MAX, ID_PATTERN, PERSON_ID_CHARACTERS_MAX};
use crate::store::keys::{Form, Key, Kind, Shape, Table};
use serde_json::{Map, Value, json};

/// One line: no control characters.
const LINE_PATTERN: &str = r"^[^\x00-\x1f\x7f-\x9f]*$";
/// Control characters but for tabs and line ends are in no text.
const TEXT_PATTERN: &str = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";
/// A wall-clock time on a day as TOML has it, without an offset.
const MOMENT_PATTERN: &str =
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.0+)?)?$";
/// Something, one `@`, something, and no space in it.
const EMAIL_PATTERN: &str = r"^[^@\s]+@[^@\s]+$";
const LINK_PATTERN: &str = r"^(https?://|mailto:)";

/// The schema of a kind of file, without the words about which schema it is.
pub(crate) fn schema(shape: &Shape) -> Map<String, Value> {
    let mut schema = object(shape.keys);
    let properties = schema["properties"].as_object_mut();
    if let Some(properties) = properties {
        let tables = shape.tables.iter();
        properties.extend(tables.map(|table| (table.name.to_owned(), of_table(table))));
    }
    let about = format!("{}: {}", shape.path, shape.about);
    schema.insert("description".to_owned(), about.into());
    if has_zone(shape) {
        let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let zones = json!({ "zone": { "enum": zones.collect::<Vec<_>>() } });
        schema.insert("$defs".to_owned(), zones);
    }
    schema
}

/// The files of a program that a schema is for, as a pattern; none for files that lie elsewhere.
pub(crate) fn pattern(shape: &Shape) -> Option<String> {
    let (folder, name) = shape.path.rsplit_once('/').unwrap_or(("", shape.path));
    let stem = name.strip_suffix(".toml")?;
    let is_variable = stem.chars().all(|letter| letter.is_ascii_uppercase());
    match (is_variable, folder) {
        (false, _) => Some(shape.path.to_owned()),
        (true, "") => None,
        (true, folder) => Some(format!("{folder}/*.toml")),
    }
}

fn has_zone(shape: &Shape) -> bool {
    let tables = shape.tables.iter().flat_map(|table| table.keys);
    shape
        .keys
        .iter()
        .chain(tables)
        .any(|key| key.kind == Kind::Zone)
}

fn of_table(table: &Table) -> Value {
    let mut entry = match table.form {
        Form::Open => Map::from_iter([
            ("type".to_owned(), "object".into()),
            ("additionalProperties".to_owned(), of_kind(Kind::Any)),
        ]),
        Form::Single | Form::Repeated => object(table.keys),
    };
    entry.insert("description".to_owned(), table.about.into());
    match table.form {
        Form::Single | Form::Open => entry.into(),
        Form::Repeated => {
            json!({ "type": "array", "items": entry, "description": table.about })
        }
    }
}

fn object(keys: &[Key]) -> Map<String, Value> {
    let properties = keys.iter().map(|key| (key.name.to_owned(), of_key(key)));
    let properties: Map<String, Value> = properties.collect();
    let required = keys.iter().filter(|key| key.is_required);
    let required: Vec<&str> = required.map(|key| key.name).collect();
    let mut object = Map::from_iter([
        ("type".to_owned(), "object".into()),
        ("properties".to_owned(), properties.into()),
    ]);
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    object.insert("additionalProperties".to_owned(), false.into());
    object
}

fn of_key(key: &Key) -> Value {
    let mut schema = of_kind(key.kind);
    let looks = key.kind.expectation();
    let about = match key.about {
        "" => looks,
        about => format!("{about} ({looks})"),
    };
    schema["description"] = about.into();
    schema
}

fn of_kind(kind: Kind) -> Value {
    let text = || json!({ "type": "string" });
    match kind {
        Kind::Line => json!({ "type": "string", "pattern": LINE_PATTERN }),
        Kind::Text => json!({ "type": "string", "pattern": TEXT_PATTERN }),
        Kind::Whole(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Kind::Decimal(least, most) => {
            json!({ "type": "number", "minimum": least, "maximum": most })
        }
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Moment => json!({ "type": "string", "pattern": MOMENT_PATTERN }),
        Kind::Zone => json!({ "$ref": "#/$defs/zone" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Id
        | Kind::Cohort
        | Kind::Objective
        | Kind::Training
        | Kind::Certification
        | Kind::Entry(_) => id(ID_CHARACTERS_MAX),
        Kind::Person => id(PERSON_ID_CHARACTERS_MAX),
        Kind::Email => json!({ "type": "string", "pattern": EMAIL_PATTERN }),
        Kind::Link => json!({ "type": "string", "pattern": LINK_PATTERN }),
        Kind::Facet | Kind::Skill | Kind::Level => {
            json!({ "type": "string", "pattern": LINE_PATTERN, "minLength": 1 })
        }
        Kind::Any => json!({ "type": ["string", "number", "boolean", "array"] }),
        // Small languages of their own: `check` reads them, and says what it does not understand.
        Kind::Anchor
        | Kind::Cadence
        | Kind::CadenceOrNone
        | Kind::Span
        | Kind::Window
        | Kind::PersonOrEmail => text(),
        Kind::List(inner) => json!({ "type": "array", "items": of_kind(*inner) }),
    }
}

fn id(characters_max: usize) -> Value {
    json!({ "type": "string", "pattern": ID_PATTERN, "maxLength": characters_max })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::store::keys::{MAPPING, SHAPES};
    use crate::store::known::Known;
    use crate::store::layout;
    use crate::store::shape::check;
    use crate::store::syntax;
    use jsonschema::Validator;
    use proptest::prelude::*;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::LazyLock;

    /// What is wrong with the shape of a file alone, rather than with what it refers to.
    const OF_SHAPE: [&str; 6] = [
        "empty",
        "misplaced-key",
        "missing-key",
        "unknown-key",
        "wrong-type",
        "wrong-value",
    ];
    /// Of them, what no schema can overlook: it is about keys, not about the words of values.
    const OF_KEYS: [&str; 4] = ["misplaced-key", "missing-key", "unknown-key", "wrong-type"];

    fn validator(shape: &Shape) -> Validator {
        jsonschema::options()
            .should_validate_formats(true)
            .build(&schema(shape).into())
            .unwrap()
    }

    /// Every file of the examples, of the gallery of mistakes and of the transcripts that is TOML, with its shape.
    static FILES: LazyLock<Vec<(&'static Shape, toml::Table)>> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        for folder in ["examples", "tests/gallery", "tests/transcripts"] {
            below(&root.join(folder), &mut paths);
        }
        paths.sort();
        let files = paths.iter().filter_map(|path| {
            let name = path.strip_prefix(root).ok()?.to_str()?;
            let shape = if name.starts_with("examples/imports/") {
                &MAPPING
            } else {
                layout::shape(&layout::file_below(name)?)?
            };
            let text = fs::read_to_string(path).ok()?;
            Some((shape, text.parse().ok()?))
        });
        files.collect()
    });

    static VALIDATORS: LazyLock<Vec<(&'static str, Validator)>> = LazyLock::new(|| {
        let shapes = SHAPES.iter();
        shapes.map(|shape| (shape.name, validator(shape))).collect()
    });

    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                found.push(path);
            }
        }
    }

    /// A file as editors hand it to a schema: days and times are texts.
    fn as_json(value: &toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.as_str().into(),
            toml::Value::Integer(number) => (*number).into(),
            toml::Value::Float(number) => {
                serde_json::Number::from_f64(*number).map_or("nan".into(), Value::Number)
            }
            toml::Value::Boolean(flag) => (*flag).into(),
            toml::Value::Datetime(datetime) => datetime.to_string().into(),
            toml::Value::Array(items) => items.iter().map(as_json).collect(),
            toml::Value::Table(table) => {
                let fields = table.iter();
                let fields = fields.map(|(key, value)| (key.clone(), as_json(value)));
                Value::Object(fields.collect())
            }
        }
    }

    /// Holds what the schema says of a file against what `check` says of it.
    fn assert_both_agree(shape: &Shape, table: &toml::Table) {
        let text = table.to_string();
        let parsed = syntax::table(&text).unwrap();
        let mut problems = Vec::new();
        let place = (shape.path, text.as_str());
        check(shape, &parsed, place, &Known::default(), &mut problems);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        let (_, validator) = VALIDATORS
            .iter()
            .find(|(name, _)| *name == shape.name)
            .unwrap();
        let json = as_json(&toml::Value::Table(table.clone()));
        let refused: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        let is_reported = codes.iter().any(|code| OF_SHAPE.contains(code));
        assert!(
            refused.is_empty() || is_reported,
            "check sees nothing: {refused:#?}\n{text}"
        );
        let must_refuse = codes.iter().any(|code| OF_KEYS.contains(code));
        assert!(
            !refused.is_empty() || !must_refuse,
            "the schema sees nothing: {problems:#?}\n{text}"
        );
    }

    /// Every place in a file, as a path of keys and positions.
    fn places(value: &toml::Value, above: &[String], found: &mut Vec<Vec<String>>) {
        let mut go = |key: String, value: &toml::Value| {
            let place = [above, &[key]].concat();
            found.push(place.clone());
            places(value, &place, found);
        };
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    go(key.clone(), value);
                }
            }
            toml::Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    go(index.to_string(), value);
                }
            }
            _ => {}
        }
    }

    fn at<'a>(value: &'a mut toml::Value, path: &[String]) -> &'a mut toml::Value {
        path.iter().fold(value, |value, key| match value {
            toml::Value::Table(table) => &mut table[key.as_str()],
            toml::Value::Array(items) => &mut items[key.parse::<usize>().unwrap()],
            _ => unreachable!("a path goes through tables and lists"),
        })
    }

    /// Values of every kind, right somewhere and wrong elsewhere.
    fn values() -> impl Strategy<Value = toml::Value> {
        let texts = [
            "",
            "ada-lovelace",
            "Ada",
            "2 weeks",
            "quarter",
            "Tue 16:00-18:00",
            "midpoint",
            "2w",
            "Europe/Berlin",
            "ada@example.org",
            "a b@c",
            "https://example.org",
            "held",
            "mentor",
            "line\nline",
            "x\u{7}",
            " ",
            "2026-02-03",
            "starts+1w",
            "main",
            "active",
            "-a",
        ];
        let texts = proptest::sample::select(texts.to_vec());
        let days = [
            "2026-02-03",
            "2026-02-03T16:00:00",
            "2026-02-03T16:00:00.5",
            "16:00:00",
            "2026-02-03T16:00:00Z",
            "2026-02-03 16:00:00",
        ];
        let days = proptest::sample::select(days.to_vec());
        let leaf = prop_oneof![
            texts.prop_map(|text| toml::Value::String(text.to_owned())),
            days.prop_map(|text| toml::Value::Datetime(text.parse().unwrap())),
            proptest::sample::select(vec![-1, 0, 1, 5, 45, 100, 101, 10_001, i64::MAX])
                .prop_map(toml::Value::Integer),
            proptest::sample::select(vec![0.5, 1.0, -2.5, 1e300, f64::NAN])
                .prop_map(toml::Value::Float),
            any::<bool>().prop_map(toml::Value::Boolean),
        ];
        leaf.prop_recursive(2, 6, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(toml::Value::Array),
                prop::collection::btree_map("[a-z]{1,3}", inner, 0..2)
                    .prop_map(|fields| toml::Value::Table(fields.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn what_a_schema_refuses_in_the_examples_and_in_the_gallery_check_reports() {
        assert!(200 < FILES.len(), "{}", FILES.len());
        for (shape, table) in FILES.iter() {
            assert_both_agree(shape, table);
        }
    }

    #[test]
    fn every_schema_but_that_of_mappings_is_for_files_that_a_program_holds() {
        for shape in SHAPES {
            let example = shape.path.replace("PAIRING", "a-mentors-b");
            let example = example.replace("COHORT", "main").replace("ID", "ada");
            let file = layout::file_at(&example);
            assert_eq!(file.is_some(), pattern(shape).is_some(), "{example}");
            if let Some(file) = file {
                assert_eq!(layout::shape(&file).unwrap().name, shape.name);
            }
        }
    }

    proptest! {
        #[test]
        fn what_a_schema_refuses_in_a_file_that_was_edited_badly_check_reports(
            file in any::<prop::sample::Index>(),
            edits in prop::collection::vec(
                (any::<prop::sample::Index>(), values(), 0..4_u8),
                1..4,
            ),
        ) {
            let (shape, table) = &FILES[file.index(FILES.len())];
            let mut file = toml::Value::Table(table.clone());
            for (place, value, what) in edits {
                let mut found = Vec::new();
                places(&file, &[], &mut found);
                if found.is_empty() {
                    continue;
                }
                let path = &found[place.index(found.len())];
                let (last, before) = path.split_last().unwrap();
                match (at(&mut file, before), what) {
                    (toml::Value::Table(table), 0) => drop(table.remove(last)),
                    (toml::Value::Table(table), 1) => {
                        let value = table.remove(last).unwrap();
                        table.insert(format!("{last}x"), value);
                    }
                    (toml::Value::Table(table), 2) => drop(table.insert("name".to_owned(), value)),
                    _ => *at(&mut file, path) = value,
                }
            }
            assert_both_agree(shape, file.as_table().unwrap());
        }
    }
}
