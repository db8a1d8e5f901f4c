//! A receipt as text, sealed with the sum of itself.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Receipt, Ruled, SCHEMA};
use crate::base::Digest;

/// What says that a JSON document is a receipt, and whose.
pub(super) const KIND: &str = "chibo-receipt";
/// The last key: the sum of the text in which its own value is empty.
pub(super) const SEAL: &str = "receipt_sha256";

impl Receipt {
    /// The text: JSON of one form, so that the same run gives the same bytes.
    pub fn text(&self) -> String {
        sealed(self.json())
    }

    fn json(&self) -> Value {
        let outcome = &self.outcome;
        let digest = |path: &str, digest: &Digest| json!({ "path": path, "bytes": digest.bytes, "sha256": digest.sha256 });
        let inputs = self.inputs.iter().map(|input| {
            json!({ "part": input.part.word(), "path": input.path, "bytes": input.digest.bytes, "sha256": input.digest.sha256 })
        });
        let files = outcome.files.iter().map(|own| {
            let [rows, used, rejected, excluded] = own.counts;
            json!({
                "file": own.file, "rows": rows, "used": used, "rejected": rejected, "excluded": excluded,
                "why_excluded": own.why, "refused": own.refused,
            })
        });
        let findings =
            outcome.findings.iter().map(|(code, severity, count)| json!({ "code": code, "severity": severity, "count": count }));
        json!({
            "schema": SCHEMA,
            "document": KIND,
            "tool": { "name": "chibo", "version": self.version, "semantics": self.semantics },
            "date": self.date,
            "command": self.command,
            "width": self.width,
            "inputs": inputs.collect::<Vec<Value>>(),
            "files": files.collect::<Vec<Value>>(),
            "regulations": outcome.regulations.iter().map(ruled).collect::<Vec<Value>>(),
            "findings": findings.collect::<Vec<Value>>(),
            "exit": outcome.exit,
            "outputs": self.outputs.iter().map(|output| digest(&output.path, &output.digest)).collect::<Vec<Value>>(),
        })
    }
}

fn ruled(own: &Ruled) -> Value {
    let [issued, first, last] = &own.days;
    let [figures, assumed, restated] = own.figures;
    let readings = own.readings.iter().map(|(id, alternative)| json!({ "id": id, "alternative": alternative }));
    json!({
        "id": own.id, "role": own.role, "number": own.number, "issuer": own.issuer, "issued": issued,
        "first": first, "last": last, "figures": figures, "assumed_figures": assumed, "restated_figures": restated,
        "readings": readings.collect::<Vec<Value>>(),
    })
}

/// The text of a document with its seal as the last key.
pub(super) fn sealed(document: Value) -> String {
    let Value::Object(mut document) = document else { return String::new() };
    document.shift_remove(SEAL);
    let sum = Digest::of(pretty(&mut document, "").as_bytes()).sha256;
    pretty(&mut document, &sum)
}

fn pretty(document: &mut Map<String, Value>, seal: &str) -> String {
    document.insert(SEAL.to_owned(), json!(seal));
    let mut text = Vec::new();
    let mut out = serde_json::Serializer::with_formatter(&mut text, serde_json::ser::PrettyFormatter::with_indent(b" "));
    // Writing a document of texts and counts into memory does not fail.
    let _ = document.serialize(&mut out);
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}
