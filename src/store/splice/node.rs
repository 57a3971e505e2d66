//! What one value of a file means, apart from its spelling.

use crate::change::edit::Fields;
use crate::model::day::Day;
use crate::model::value::Value;
use crate::store::splice::spell;
use chrono::{Datelike, NaiveTime, Timelike};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use toml_edit::{Date, Datetime, Item, Time};

/// The values of a table.
pub(in crate::store) type Table = BTreeMap<String, Node>;

/// One value of a file.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) enum Node {
    Text(String),
    Integer(i64),
    Decimal(Number),
    Flag(bool),
    Datetime(Datetime),
    List(Vec<Node>),
    Table(Table),
    /// `[[name]]`, which is gone when its last entry is; an inline list of tables is a `List` and stays.
    Entries(Vec<Node>),
}

/// A number that equals itself even where a person wrote `nan`.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Number(f64);

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.0.total_cmp(&other.0) == Ordering::Equal
    }
}

impl Node {
    /// Whether the node is what a reader would take for the value: `1` is the decimal `1.0`, too.
    pub(in crate::store) fn means(&self, value: &Value) -> bool {
        match (self, value) {
            (Node::Integer(whole), Value::Decimal(number)) => {
                spell::value(&Value::Decimal(*number), spell::Room::OneLine) == format!("{whole}.0")
            }
            (Node::List(nodes), Value::List(values)) => {
                nodes.len() == values.len()
                    && nodes
                        .iter()
                        .zip(values)
                        .all(|(node, value)| node.means(value))
            }
            _ => *self == Node::from(value),
        }
    }

    fn of_item(item: &Item, source: &str) -> Option<Node> {
        match item {
            Item::None => None,
            Item::Value(value) => Some(Node::of_value(value, source)),
            Item::Table(table) => Some(Node::Table(table_of(table, source))),
            Item::ArrayOfTables(entries) => Some(Node::Entries(
                entries
                    .iter()
                    .map(|entry| Node::Table(table_of(entry, source)))
                    .collect(),
            )),
        }
    }

    pub(in crate::store) fn of_value(value: &toml_edit::Value, source: &str) -> Node {
        match value {
            toml_edit::Value::String(text) => {
                let spelling = text.span().map_or("", |span| &source[span]);
                Node::Text(without_line_end_style(text.value(), spelling))
            }
            toml_edit::Value::Integer(number) => Node::Integer(*number.value()),
            toml_edit::Value::Float(number) => Node::Decimal(Number(*number.value())),
            toml_edit::Value::Boolean(flag) => Node::Flag(*flag.value()),
            toml_edit::Value::Datetime(datetime) => {
                Node::Datetime(to_the_second(*datetime.value()))
            }
            toml_edit::Value::Array(items) => Node::List(
                items
                    .iter()
                    .map(|item| Node::of_value(item, source))
                    .collect(),
            ),
            toml_edit::Value::InlineTable(table) => Node::Table(
                table
                    .iter()
                    .map(|(key, value)| (key.to_owned(), Node::of_value(value, source)))
                    .collect(),
            ),
        }
    }
}

impl From<&Value> for Node {
    fn from(value: &Value) -> Node {
        match value {
            Value::Text(text) => Node::Text(text.clone()),
            Value::Integer(number) => Node::Integer(*number),
            // Adding zero turns -0.0, which is never written, into 0.0.
            Value::Decimal(number) => Node::Decimal(Number(number + 0.0)),
            Value::Flag(flag) => Node::Flag(*flag),
            Value::Day(day) => Node::Datetime(Datetime {
                date: Some(date_of(*day)),
                time: None,
                offset: None,
            }),
            Value::Moment(moment) => Node::Datetime(Datetime {
                date: Some(date_of(moment.day())),
                time: Some(time_of(moment.datetime().time())),
                offset: None,
            }),
            Value::List(items) => Node::List(items.iter().map(Node::from).collect()),
        }
    }
}

/// The values of a parsed table.
pub(in crate::store) fn table_of(table: &toml_edit::Table, source: &str) -> Table {
    table
        .iter()
        .filter_map(|(key, item)| Some((key.to_owned(), Node::of_item(item, source)?)))
        .collect()
}

/// The values of new fields.
pub(in crate::store) fn fields_of(fields: &Fields) -> Table {
    fields
        .iter()
        .map(|(key, value)| (key.clone(), Node::from(value)))
        .collect()
}

/// Line ends that stand as such in a multi-line string are the file's, not the text's; an escaped `\r` is the text's.
fn without_line_end_style(text: &str, spelling: &str) -> String {
    if spelling.contains("\r\n") {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    }
}

/// TOML 1.1 lets seconds be left out.
fn to_the_second(datetime: Datetime) -> Datetime {
    let time = datetime.time.map(|time| Time {
        second: Some(time.second.unwrap_or(0)),
        nanosecond: Some(time.nanosecond.unwrap_or(0)),
        ..time
    });
    Datetime { time, ..datetime }
}

fn date_of(day: Day) -> Date {
    let date = day.date();
    let year = u16::try_from(date.year()).expect("a Day is in the years 1 to 9999");
    let small = |number: u32| u8::try_from(number).expect("months and days are small");
    Date {
        year,
        month: small(date.month()),
        day: small(date.day()),
    }
}

fn time_of(time: NaiveTime) -> Time {
    let small = |number: u32| u8::try_from(number).expect("hours, minutes and seconds are small");
    Time {
        hour: small(time.hour()),
        minute: small(time.minute()),
        second: Some(small(time.second())),
        nanosecond: Some(0),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

    use super::*;
    use crate::model::day::Moment;
    use crate::store::splice::outline;

    fn node(spelled: &str) -> Node {
        let text = format!("key = {spelled}\n");
        let document = outline::parse(&text).unwrap();
        Node::of_value(document["key"].as_value().unwrap(), &text)
    }

    #[test]
    fn a_value_is_the_same_however_it_is_spelled() {
        let day = Day::new(2026, 2, 3).unwrap();
        let moment = Value::Moment(Moment::at(day, 16, 0).unwrap());
        assert!(node("0x10").means(&16.into()));
        assert!(node("'a'").means(&"a".into()));
        assert!(node("\"\"\"\r\na\r\nb\"\"\"").means(&"a\nb".into()));
        assert!(node("2026-02-03 16:00:00").means(&moment));
        assert!(node("2026-02-03T16:00").means(&moment));
        assert!(node("[ 'a', ]").means(&vec!["a"].into()));
    }

    #[test]
    fn a_whole_number_is_the_decimal_of_its_size_but_no_decimal_is_a_whole_number() {
        assert!(node("1").means(&Value::Decimal(1.0)));
        assert!(!node("1").means(&Value::Decimal(1.5)));
        assert!(!node("1.0").means(&1.into()));
    }

    #[test]
    fn values_of_different_kinds_differ() {
        let day = Day::new(2026, 2, 3).unwrap();
        let moment = Value::Moment(Moment::at(day, 16, 0).unwrap());
        assert!(!node("\"2026-02-03\"").means(&day.into()));
        assert!(!node("2026-02-03T16:00:00").means(&day.into()));
        assert!(!node("2026-02-03T16:00:00Z").means(&moment));
        assert!(!node("16:00:00").means(&moment));
        assert!(!node("\"true\"").means(&true.into()));
        assert!(!node("[1]").means(&vec![1, 1].into()));
    }

    #[test]
    fn a_carriage_return_of_the_text_is_not_the_line_end_of_the_file() {
        assert!(node("\"a\\r\\nb\"").means(&"a\r\nb".into()));
        assert!(!node("\"a\\r\\nb\"").means(&"a\nb".into()));
        assert!(node("\"\"\"a\\r\r\nb\"\"\"").means(&"a\r\nb".into()));
    }
}
