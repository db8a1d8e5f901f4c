//! `cases.toml` as written: figures stay text, so that none passes through a binary float, and every key must be known.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

/// A value of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    Text(String),
    /// A number, with the digits of the file.
    Figure(String),
    Flag(bool),
    List(Vec<Raw>),
    Table(BTreeMap<String, Raw>),
}

/// Names with values, such as the facts of a meeting.
pub type Pairs = BTreeMap<String, Raw>;

/// One worked example.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: String,
    pub title: String,
    pub source: String,
    pub given: Given,
    pub expect: Expect,
}

/// What goes in.
#[derive(Clone, Debug)]
pub enum Given {
    Meeting {
        cell: Pairs,
        meeting: Pairs,
        /// By leaf: self points, verified points.
        points: BTreeMap<String, [Option<String>; 2]>,
    },
    Year {
        facts: Pairs,
        quality: Option<String>,
    },
    /// Meetings by level.
    Period(BTreeMap<String, u64>),
    /// Units by level, in the order of the file.
    Quota(Vec<(String, u64)>),
}

/// What must come out; what is not named is not looked at.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    pub attendance: Option<String>,
    pub leaves: BTreeMap<String, String>,
    pub total: Option<String>,
    pub level: Option<String>,
    pub gates: Option<Vec<String>>,
    pub failed: Option<Vec<String>>,
    pub allowed: Option<u64>,
    pub admitted: Option<u64>,
}

/// All cases that can be run, and what is wrong with the others.
pub fn read(text: &str) -> (Vec<Case>, Vec<String>) {
    let document = DeTable::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let Raw::Table(document) = raw(&DeValue::Table(document.into_inner())) else { unreachable!() };
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    let mut fields = Fields { table: document };
    for table in fields.list("case").expect("[[case]]") {
        let id = table_of(&table).ok().and_then(|table| table.get("id").cloned());
        match case(table) {
            Ok(case) => cases.push(case),
            Err(fault) => faults.push(format!("{id:?}: {fault}")),
        }
    }
    faults.extend(fields.end().err());
    (cases, faults)
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(figure) => Raw::Figure(figure.to_string()),
        DeValue::Float(figure) => Raw::Figure(figure.to_string()),
        DeValue::Boolean(flag) => Raw::Flag(*flag),
        DeValue::Datetime(day) => Raw::Text(day.to_string()),
        DeValue::Array(list) => Raw::List(list.iter().map(|value| raw(value.get_ref())).collect()),
        DeValue::Table(table) => {
            Raw::Table(table.iter().map(|(key, value)| (key.get_ref().to_string(), raw(value.get_ref()))).collect())
        }
    }
}

fn case(table: Raw) -> Result<Case, String> {
    let mut fields = Fields { table: table_of(&table)? };
    let (id, title, source) = (fields.text("id")?, fields.text("title")?, fields.text("source")?);
    let meeting = fields.pairs("meeting")?;
    let year = fields.pairs("year")?;
    let period = fields.pairs("period")?;
    let quota = fields.pairs("quota")?;
    let (given, may) = match (meeting, year, period, quota) {
        (Some(meeting), None, None, None) => {
            let (cell, points) = (fields.pairs("cell")?.unwrap_or_default(), fields.pairs("points")?.unwrap_or_default());
            let points = points.into_iter().map(|(leaf, pair)| Ok((leaf, self_and_verified(&pair)?)));
            let points = points.collect::<Result<_, String>>()?;
            (Given::Meeting { cell, meeting, points }, &["attendance", "leaves", "total", "level", "gates"][..])
        }
        (None, Some(facts), None, None) => {
            let mut input = Fields { table: fields.pairs("year-input")?.unwrap_or_default() };
            let quality = input.optional_text("meeting-quality")?;
            input.end()?;
            (Given::Year { facts, quality }, &["leaves", "total", "level", "gates", "failed"][..])
        }
        (None, None, Some(period), None) => {
            let mut period = Fields { table: period };
            let levels = period.pairs("levels")?.ok_or("period.levels is missing")?;
            period.end()?;
            let levels = levels.into_iter().map(|(level, count)| Ok((level, figure(&count)?)));
            (Given::Period(levels.collect::<Result<_, String>>()?), &["level"][..])
        }
        (None, None, None, Some(quota)) => {
            let mut quota = Fields { table: quota };
            let units = quota.list("units")?.into_iter().map(|unit| {
                let mut unit = Fields { table: table_of(&unit)? };
                let of = (unit.text("level")?, figure(&unit.need("count")?)?);
                unit.end().map(|()| of)
            });
            let units = units.collect::<Result<_, String>>()?;
            quota.end()?;
            (Given::Quota(units), &["allowed", "admitted"][..])
        }
        _ => return Err("expected one of meeting, year, period, quota".to_owned()),
    };
    let expect = expect(fields.pairs("expect")?.unwrap_or_default(), may)?;
    fields.end()?;
    Ok(Case { id, title, source, given, expect })
}

fn expect(table: Pairs, may: &[&str]) -> Result<Expect, String> {
    if table.is_empty() {
        return Err("expects nothing".to_owned());
    }
    if let Some(key) = table.keys().find(|key| !may.contains(&key.as_str())) {
        return Err(format!("expect.{key} does not go with this kind of case; expected {}", may.join(" | ")));
    }
    let mut fields = Fields { table };
    let mut leaves = BTreeMap::new();
    for (leaf, points) in fields.pairs("leaves")?.unwrap_or_default() {
        leaves.insert(leaf, text(&points)?);
    }
    let out = Expect {
        attendance: fields.optional_text("attendance")?,
        leaves,
        total: fields.optional_text("total")?,
        level: fields.optional_text("level")?,
        gates: fields.optional_texts("gates")?,
        failed: fields.optional_texts("failed")?,
        allowed: fields.take("allowed").map(|count| figure(&count)).transpose()?,
        admitted: fields.take("admitted").map(|count| figure(&count)).transpose()?,
    };
    fields.end().map(|()| out)
}

fn self_and_verified(pair: &Raw) -> Result<[Option<String>; 2], String> {
    let mut fields = Fields { table: table_of(pair)? };
    let mut points = |key: &str| match fields.take(key) {
        Some(Raw::Figure(figure)) => Ok(Some(figure)),
        Some(other) => Err(format!("{key} = {other:?} is no figure")),
        None => Ok(None),
    };
    let out = [points("self")?, points("verified")?];
    fields.end().map(|()| out)
}

fn table_of(value: &Raw) -> Result<Pairs, String> {
    if let Raw::Table(table) = value { Ok(table.clone()) } else { Err(format!("{value:?} is no table")) }
}

fn text(value: &Raw) -> Result<String, String> {
    if let Raw::Text(text) = value { Ok(text.clone()) } else { Err(format!("{value:?} is no text")) }
}

fn figure(value: &Raw) -> Result<u64, String> {
    if let Raw::Figure(figure) = value {
        figure.parse().map_err(|_| format!("{figure} is no count"))
    } else {
        Err(format!("{value:?} is no count"))
    }
}

/// A table whose keys are taken one by one; what is left at the end is unknown.
struct Fields {
    table: Pairs,
}

impl Fields {
    fn take(&mut self, key: &str) -> Option<Raw> {
        self.table.remove(key)
    }

    fn need(&mut self, key: &str) -> Result<Raw, String> {
        self.take(key).ok_or_else(|| format!("{key} is missing"))
    }

    fn text(&mut self, key: &str) -> Result<String, String> {
        text(&self.need(key)?)
    }

    fn optional_text(&mut self, key: &str) -> Result<Option<String>, String> {
        self.take(key).map(|value| text(&value)).transpose()
    }

    fn optional_texts(&mut self, key: &str) -> Result<Option<Vec<String>>, String> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let Raw::List(list) = value else { return Err(format!("{key} is no list")) };
        list.iter().map(text).collect::<Result<_, String>>().map(Some)
    }

    fn list(&mut self, key: &str) -> Result<Vec<Raw>, String> {
        if let Raw::List(list) = self.need(key)? { Ok(list) } else { Err(format!("{key} is no list")) }
    }

    fn pairs(&mut self, key: &str) -> Result<Option<Pairs>, String> {
        self.take(key).map(|value| table_of(&value)).transpose()
    }

    fn end(self) -> Result<(), String> {
        let keys: Vec<String> = self.table.into_keys().collect();
        if keys.is_empty() { Ok(()) } else { Err(format!("unknown keys: {}", keys.join(", "))) }
    }
}
