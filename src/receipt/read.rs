//! A receipt from its text, with all that is wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::write::{KIND, SEAL, sealed};
use super::{Input, Outcome, Output, Receipt, Rows, Ruled, SCHEMA};
use crate::base::Digest;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::run::Part;
use crate::words::Word;

/// The receipt of a text; `None` where it is none. All faults go into `findings`: `receipt-unreadable` for each key that is missing or of
/// another kind, `receipt-hash` where it is not the text that the program wrote.
pub fn read(file: &Arc<str>, text: &[u8], findings: &mut Findings) -> Option<Receipt> {
    let unreadable = |value: &str, wanted: &str| {
        Diagnostic::new(Code::ReceiptUnreadable, Place::file(file)).with("value", value).with("wanted", wanted)
    };
    let Ok(text) = std::str::from_utf8(text) else {
        findings.push(unreadable("UTF-8", "UTF-8"));
        return None;
    };
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let place = Place { line: u64::try_from(error.line()).ok(), ..Place::file(file) };
            let said = error.to_string();
            let at = format!("JSON {}:{} ({})", error.line(), error.column(), said.split(" at line ").next().unwrap_or(""));
            findings.push(Diagnostic { place, ..unreadable(&at, "JSON") });
            return None;
        }
    };
    let mut keys = Keys { at: String::new(), wrong: Vec::new() };
    let read = keys.receipt(&document);
    for (key, wanted) in &keys.wrong {
        findings.push(unreadable(key, wanted));
    }
    // Of another version the keys are others, and of no receipt the sum says nothing.
    if document.get("document").and_then(Value::as_str) == Some(KIND) && document.get("schema") == Some(&Value::from(SCHEMA)) {
        let whole = sealed(document.clone());
        if whole != text {
            findings.push(broken_seal(file, text, &whole));
        }
    }
    read
}

/// That a text is not the one that the program wrote, with what it may have become on the way.
fn broken_seal(file: &Arc<str>, text: &str, whole: &str) -> Diagnostic {
    let own = Parts::of(whole);
    let Some(said) = Parts::of(text) else {
        let fault = Diagnostic::new(Code::ReceiptHash, Place::file(file)).with("value", "");
        return fault.with("wanted", own.map_or("", |own| own.seal)).with_word("cause", Word::SealContent);
    };
    let by_bytes = said.sum();
    let own = own.map_or("", |own| own.seal);
    let cause = match text.replace("\r\n", "\n") {
        plain if plain == whole => Word::SealLineEnds,
        plain if plain.trim_end_matches('\n') == whole.trim_end_matches('\n') => Word::SealLastBreak,
        _ if said.seal == own || said.seal == by_bytes => Word::SealForm,
        _ => Word::SealContent,
    };
    // A text of another form may carry the sum of its own bytes; what is wanted then is the one of the program's.
    let wanted = if said.seal == by_bytes { own.to_owned() } else { by_bytes };
    Diagnostic::new(Code::ReceiptHash, Place::file(file))
        .with("value", said.seal)
        .with("wanted", wanted)
        .with_word("cause", cause)
}

/// A text of a receipt: its seal, and what stands before and after.
struct Parts<'t> {
    before: &'t str,
    seal: &'t str,
    after: &'t str,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Option<Parts<'t>> {
        let start = text.rfind(&format!("\"{SEAL}\""))?;
        let (name, value) = text.get(start..)?.split_once(':')?;
        let open = start + name.len() + 1 + value.find('"')? + 1;
        let (before, rest) = text.split_at_checked(open)?;
        let (seal, _) = rest.split_once('"')?;
        Some(Parts { before, seal, after: rest.get(seal.len()..)? })
    }

    /// The sum of the text with its seal blank.
    fn sum(&self) -> String {
        Digest::of(format!("{}{}", self.before, self.after).as_bytes()).sha256
    }
}

/// Takes values out of a document by their keys; what is missing or of another kind is kept with where it stands.
struct Keys {
    at: String,
    wrong: Vec<(String, &'static str)>,
}

const TEXT: &str = "\"…\"";
const COUNT: &str = "0, 1, 2, …";
const LIST: &str = "[…]";
const TABLE: &str = "{…}";
const SUM: &str = "SHA-256: 0-9 a-f (64)";

impl Keys {
    fn path(&self, key: &str) -> String {
        match (self.at.as_str(), key) {
            (at, "") => at.to_owned(),
            ("", key) => key.to_owned(),
            (at, key) => format!("{at}.{key}"),
        }
    }

    fn refuse<T>(&mut self, key: &str, wanted: &'static str) -> Option<T> {
        let path = self.path(key);
        self.wrong.push((path, wanted));
        None
    }

    fn take<T>(&mut self, of: &Value, key: &str, wanted: &'static str, take: impl Fn(&Value) -> Option<T>) -> Option<T> {
        of.get(key).and_then(take).or_else(|| self.refuse(key, wanted))
    }

    fn text(&mut self, of: &Value, key: &str) -> Option<String> {
        self.take(of, key, TEXT, |value| value.as_str().map(str::to_owned))
    }

    fn text_or_null(&mut self, of: &Value, key: &str) -> Option<Option<String>> {
        self.take(
            of,
            key,
            "\"…\" | null",
            |value| if value.is_null() { Some(None) } else { Some(Some(value.as_str()?.to_owned())) },
        )
    }

    fn count(&mut self, of: &Value, key: &str) -> Option<u64> {
        self.take(of, key, COUNT, Value::as_u64)
    }

    fn counts<const N: usize>(&mut self, of: &Value, keys: [&str; N]) -> Option<[u64; N]> {
        let counts = keys.map(|key| self.count(of, key));
        if counts.iter().any(Option::is_none) { None } else { Some(counts.map(Option::unwrap_or_default)) }
    }

    /// Every item of a list, each with its place; `None` where one is wrong.
    fn list<T>(&mut self, of: &Value, key: &str, mut item: impl FnMut(&mut Keys, &Value) -> Option<T>) -> Option<Vec<T>> {
        let Some(items) = of.get(key).and_then(Value::as_array) else { return self.refuse(key, LIST) };
        let here = self.at.clone();
        let mut read = Vec::new();
        for (position, value) in items.iter().enumerate() {
            self.at.clone_from(&here);
            self.at = self.path(&format!("{key}[{position}]"));
            read.push(item(self, value));
        }
        self.at = here;
        read.into_iter().collect()
    }

    fn within<T>(&mut self, of: &Value, key: &str, read: impl FnOnce(&mut Keys, &Value) -> Option<T>) -> Option<T> {
        let Some(table) = of.get(key).filter(|value| value.is_object()) else { return self.refuse(key, TABLE) };
        let below = self.path(key);
        let here = std::mem::replace(&mut self.at, below);
        let read = read(self, table);
        self.at = here;
        read
    }

    fn digest(&mut self, of: &Value) -> Option<Digest> {
        let bytes = self.count(of, "bytes");
        let sha256 = self.take(of, "sha256", SUM, |value| value.as_str().filter(|sum| Digest::is_sum(sum)).map(str::to_owned));
        Some(Digest { bytes: bytes?, sha256: sha256? })
    }

    fn receipt(&mut self, document: &Value) -> Option<Receipt> {
        self.take(document, "document", KIND, |value| value.as_str().filter(|kind| *kind == KIND).map(drop))?;
        self.take(document, "schema", "1", |value| value.as_u64().filter(|schema| *schema == u64::from(SCHEMA)).map(drop))?;
        let tool = self.within(document, "tool", |keys, tool| {
            let version = keys.text(tool, "version");
            let semantics = keys.take(tool, "semantics", COUNT, |value| u32::try_from(value.as_u64()?).ok());
            Some((version?, semantics?))
        });
        let date = self.text_or_null(document, "date");
        let command = self.list(document, "command", |keys, word| match word.as_str() {
            Some(word) => Some(word.to_owned()),
            None => keys.refuse("", TEXT),
        });
        let width = self.take(document, "width", "60 … 400 | null", |value| {
            if value.is_null() { Some(None) } else { Some(Some(u16::try_from(value.as_u64()?).ok()?)) }
        });
        let inputs = self.list(document, "inputs", |keys, input| {
            let word = |value: &Value| Part::ALL.into_iter().find(|part| value.as_str() == Some(part.word()));
            let part = keys.take(input, "part", "profile | records | rules | shipped", word);
            let (path, digest) = (keys.text(input, "path"), keys.digest(input));
            Some(Input { part: part?, path: path?, digest: digest? })
        });
        let files = self.list(document, "files", Keys::rows);
        let regulations = self.list(document, "regulations", Keys::ruled);
        let findings = self.list(document, "findings", |keys, found| {
            let (code, severity) = (keys.text(found, "code"), keys.text(found, "severity"));
            Some((code?, severity?, keys.count(found, "count")?))
        });
        let exit = self.take(document, "exit", "0 | 1", |value| u8::try_from(value.as_u64()?).ok());
        let outputs = self.list(document, "outputs", |keys, output| {
            let (path, digest) = (keys.text(output, "path"), keys.digest(output));
            Some(Output { path: path?, digest: digest? })
        });
        self.text(document, SEAL);
        let (version, semantics) = tool?;
        let outcome = Outcome { files: files?, regulations: regulations?, findings: findings?, exit: exit? };
        Some(Receipt {
            version,
            semantics,
            date: date?,
            command: command?,
            width: width?,
            inputs: inputs?,
            outcome,
            outputs: outputs?,
        })
    }

    fn rows(&mut self, own: &Value) -> Option<Rows> {
        let file = self.text(own, "file");
        let counts = self.counts(own, ["rows", "used", "rejected", "excluded"]);
        let reasons = |map: &Map<String, Value>| {
            map.iter().map(|(why, rows)| Some((why.clone(), rows.as_u64()?))).collect::<Option<BTreeMap<String, u64>>>()
        };
        let why = self.take(own, "why_excluded", TABLE, |value| reasons(value.as_object()?));
        let refused = self.take(own, "refused", "true | false", Value::as_bool);
        Some(Rows { file: file?, counts: counts?, why: why?, refused: refused? })
    }

    fn ruled(&mut self, own: &Value) -> Option<Ruled> {
        let texts = ["id", "role", "number", "issuer"].map(|key| self.text(own, key));
        let days = ["issued", "first", "last"].map(|key| self.text_or_null(own, key));
        let figures = self.counts(own, ["figures", "assumed_figures", "restated_figures"]);
        let readings = self.list(own, "readings", |keys, reading| {
            let (id, alternative) = (keys.text(reading, "id"), keys.text_or_null(reading, "alternative"));
            Some((id?, alternative?))
        });
        let [id, role, number, issuer] = texts;
        let [issued, first, last] = days;
        Some(Ruled {
            id: id?,
            role: role?,
            number: number?,
            issuer: issuer?,
            days: [issued?, first?, last?],
            figures: figures?,
            readings: readings?,
        })
    }
}
