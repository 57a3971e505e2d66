//! Lanes: how far each is on its way from where it began to where it shall come, and where it should be by now.

use super::scale::{BASE_LINE, LABEL_CHARACTERS, LABEL_WIDTH, WIDTH, cells, cut};
use crate::render::gauge::{self, Gauge};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Svg};
use crate::render::table::{Column, Table};
use crate::render::text::Tone;
use crate::render::wrap::Words;

/// The height of one lane: its line with the words below it.
const LANE_HEIGHT: i64 = 44;
/// A way in parts.
const WAY: i64 = 1_000;
/// Room behind the lanes.
const MARGIN: i64 = 20;

/// Lanes below each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lanes {
    /// The lanes, from the top.
    pub lanes: Vec<Lane>,
}

/// One lane; a position is in thousandths of the way, below 0 or above 1000 where it left it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lane {
    /// What it is about.
    pub label: String,
    /// Where it began.
    pub start: Option<String>,
    /// Where it shall come.
    pub target: Option<String>,
    /// Where it is.
    pub actual: Option<String>,
    /// Where it should be by now.
    pub expected: Option<String>,
    /// How far that is that it has come.
    pub actual_permille: Option<i64>,
    /// How far that is that it should have come.
    pub expected_permille: Option<i64>,
    /// How it is meant.
    pub tone: Tone,
    /// What is said behind it.
    pub note: String,
}

impl Lanes {
    pub(super) fn table(&self) -> Table {
        let columns = [
            Column::text("label", "objective"),
            Column::number("start", "start"),
            Column::number("actual", "now"),
            Column::number("expected", "should be"),
            Column::number("target", "target"),
            Column::text("note", "note"),
        ];
        let row = |lane: &Lane| {
            [
                lane.label.as_str().into(),
                lane.start.clone().into(),
                lane.actual.clone().into(),
                lane.expected.clone().into(),
                lane.target.clone().into(),
                lane.note.as_str().into(),
            ]
        };
        Table::new(columns).rows(self.lanes.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let width = cells(look);
        let gauge = |lane: &Lane| Gauge {
            label: Words::of(Tone::Plain, &lane.label, look),
            bar: lane.bar(width, look),
            bar_width: width,
            note: Words::of(lane.tone, &lane.told(), look),
        };
        let gauges: Vec<Gauge> = self.lanes.iter().map(gauge).collect();
        gauge::lines(&gauges, look.width)
    }

    pub(super) fn svg(&self) -> Svg {
        let lanes = i64::try_from(self.lanes.len()).unwrap_or(0);
        let mut svg = Svg::new(WIDTH, lanes * LANE_HEIGHT);
        let length = WIDTH - LABEL_WIDTH - MARGIN;
        let at = |permille: i64| LABEL_WIDTH + permille.clamp(0, WAY) * length / WAY;
        for (place, lane) in (0..).zip(&self.lanes) {
            let top = place * LANE_HEIGHT;
            let label = cut(&lane.label, LABEL_CHARACTERS);
            svg.text(
                (LABEL_WIDTH - 10, top + BASE_LINE),
                Anchor::End,
                "l",
                &label,
            );
            svg.rect((LABEL_WIDTH, top + 6), (length, 12), "track");
            if let Some(permille) = lane.actual_permille {
                let width = at(permille) - LABEL_WIDTH;
                svg.rect(
                    (LABEL_WIDTH, top + 6),
                    (width, 12),
                    super::bars::class(lane.tone),
                );
            }
            if let Some(permille) = lane.expected_permille {
                svg.line((at(permille), top + 2), (at(permille), top + 22), "mark");
            }
            svg.text((LABEL_WIDTH, top + 34), Anchor::Start, "q", &lane.told());
        }
        svg
    }
}

impl Lane {
    /// `74 %, should be 80 %, from 50 % to 90 %; late`.
    fn told(&self) -> String {
        let mut told = vec![
            self.actual
                .clone()
                .unwrap_or_else(|| "not known yet".to_owned()),
        ];
        told.extend(
            self.expected
                .iter()
                .map(|expected| format!("should be {expected}")),
        );
        let way = match (&self.start, &self.target) {
            (Some(start), Some(target)) => Some(format!("from {start} to {target}")),
            (None, Some(target)) => Some(format!("of {target}")),
            (Some(start), None) => Some(format!("from {start}, no target")),
            (None, None) => None,
        };
        told.extend(way);
        let told = told.join(", ");
        if self.note.is_empty() {
            told
        } else {
            format!("{told}; {}", self.note)
        }
    }

    /// `███████░│░`; nothing but its ground where it is not known.
    fn bar(&self, cells: usize, look: &Look) -> String {
        let length = i64::try_from(cells).unwrap_or(0);
        let cell_of = |permille: i64| permille.clamp(0, WAY) * length / WAY;
        let full = self.actual_permille.map_or(0, cell_of);
        let mark = self
            .expected_permille
            .map(|permille| cell_of(permille).min(length - 1));
        let cell = |place: i64| match place {
            _ if mark == Some(place) => look.choose("│", "|"),
            _ if place < full => look.choose("█", "#"),
            _ => look.choose("░", "-"),
        };
        (0..length).map(cell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Lane, Lanes};
    use crate::render::look::Look;

    #[test]
    fn a_lane_says_where_it_is_and_where_it_should_be() {
        let known = Lane {
            label: "match rate".to_owned(),
            start: Some("50 %".to_owned()),
            target: Some("90 %".to_owned()),
            actual: Some("70 %".to_owned()),
            expected: Some("80 %".to_owned()),
            actual_permille: Some(500),
            expected_permille: Some(750),
            ..Lane::default()
        };
        let open = Lane {
            label: "retention".to_owned(),
            ..Lane::default()
        };
        assert_eq!(
            Lanes {
                lanes: vec![known, open]
            }
            .lines(&Look::plain(80)),
            [
                "match rate  █████░░│░░  70 %, should be 80 %, from 50 % to 90 %",
                "retention   ░░░░░░░░░░  not known yet"
            ]
        );
    }
}
