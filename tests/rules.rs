//! Shipped regulations load.
#[test]
fn every_shipped_regulation_loads() {
    let book = chibo::rules::shipped::rulebook().unwrap();
    for id in chibo::rules::shipped::ids() {
        if let Err(findings) = chibo::rules::shipped::find(&book, id) {
            for d in findings.iter() {
                eprintln!("{id}:{:?} {} {:?}", d.place.line, d.what(chibo::words::Lang::En), d.expected(chibo::words::Lang::En));
            }
            panic!();
        }
    }
}
