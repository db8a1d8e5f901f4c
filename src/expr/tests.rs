use super::*;

fn names() -> Names {
    let mut names = Names::default();
    let kinds = Arc::new(Scale { id: "kind".into(), words: vec!["regular".into(), "thematic".into()], ordered: false });
    let levels =
        Arc::new(Scale { id: "level".into(), words: vec!["tot".into(), "kha".into(), "trung-binh".into()], ordered: true });
    for (slot, (name, unit)) in [
        ("members", Unit::Count),
        ("present", Unit::Count),
        ("minutes", Unit::Minutes),
        ("bonus", Unit::Points),
        ("draft", Unit::Flag),
        ("kind", Unit::Word(kinds)),
        ("level", Unit::Word(levels)),
        ("note", Unit::Text),
    ]
    .into_iter()
    .enumerate()
    {
        names.bind(name, What::Slot(slot), unit);
    }
    names.bind_call("points", "2.1", What::Slot(8), Unit::Points);
    let rate = Expr::compile("present / members", &names).unwrap();
    let unit = rate.unit().clone();
    names.bind("rate", What::Measure(Arc::new(rate)), unit);
    names
}

const FACTS: [Option<i64>; 8] = [Some(15), Some(13), Some(95), Some(2500), Some(1), Some(0), Some(1), None];

fn flag(text: &str) -> Result<bool, Absent> {
    Expr::compile_flag(text, &names()).unwrap().flag(Slots { facts: &FACTS, derived: &[Some(4000)] })
}

fn fault(text: &str) -> (Range<usize>, FaultKind) {
    let faults = Expr::compile(text, &names()).unwrap_err();
    (faults[0].range.clone(), faults[0].kind.clone())
}

#[test]
fn thirteen_of_fifteen_is_over_85_and_not_from_90() {
    assert_eq!(flag("rate > 85%"), Ok(true));
    assert_eq!(flag("rate >= 90%"), Ok(false));
    assert_eq!(flag("present * 100 = 1300 and 13 / 15 = 26 / 30"), Ok(true));
}

#[test]
fn arithmetic_binds_as_on_paper() {
    assert_eq!(flag("2 + 3 * 4 = 14 and (2 + 3) * 4 = 20 and 10 - 4 - 3 = 3 and -2 + 5 = 3"), Ok(true));
    assert_eq!(flag("if(minutes >= 90, 5, 3) = 5 and max(1, 7, 3) - min(4, 2) = 5"), Ok(true));
    assert_eq!(flag("bonus = 2.5 and points('2.1') = 4"), Ok(true));
}

/// A value beside a figure, a word among words and a share of two counts have short ways; the same with a zero added takes the long way.
#[test]
fn the_short_ways_say_what_the_long_ones_say() {
    let names = names();
    let results = |text: &str| {
        let expr = Expr::compile_flag(text, &names).unwrap();
        let value = |value: Option<i64>| {
            let mut facts = FACTS;
            [facts[0], facts[2], facts[3]] = [value; 3];
            facts[5..7].fill(value.map(|value| value.clamp(0, 1)));
            expr.flag(Slots { facts: &facts, derived: &[value] })
        };
        [None, Some(-1), Some(0), Some(1), Some(2), Some(59), Some(60), Some(61), Some(2499), Some(2500), Some(2501)].map(value)
    };
    for operator in ["<", "<=", "=", "!=", ">=", ">"] {
        for (short, figures) in
            [("minutes", ["60", "60.5", "-1"]), ("bonus", ["2.5", "0.0005", "0"]), ("points('2.1')", ["2.5", "60", "0"])]
        {
            for figure in figures {
                let [right, left] = [format!("{short} {operator} {figure}"), format!("{figure} {operator} {short}")];
                assert_eq!(results(&right), results(&format!("({short} + 0) {operator} {figure}")), "{right}");
                assert_eq!(results(&left), results(&format!("{figure} {operator} ({short} + 0)")), "{left}");
            }
        }
        let share = |part: &str| results(&format!("{part} / members {operator} 50%"));
        assert_eq!(share("present"), share("(present + 0)"), "{operator}");
    }
    for (among, one_by_one) in [
        ("kind in (thematic)", "kind = thematic"),
        ("kind in (regular, thematic)", "kind = regular or kind = thematic"),
        ("level in (kha, tot)", "level = tot or level = kha"),
    ] {
        assert_eq!(results(among), results(one_by_one), "{among}");
    }
}

#[test]
fn words_compare_by_their_scale_and_better_is_more() {
    assert_eq!(flag("kind = regular and kind != 'thematic' and kind in ('regular', thematic)"), Ok(true));
    assert_eq!(flag("level >= kha and level < tot and level > 'trung-binh' and level <= kha"), Ok(true));
    assert_eq!(flag("tot > level and kha = level"), Ok(true));
    assert_eq!(flag("draft = yes and not (draft = no)"), Ok(true));
}

#[test]
fn a_missing_fact_is_neither_true_nor_false() {
    let missing = |text: &str| Expr::compile_flag(text, &names()).unwrap().flag(Slots { facts: &[None; 8], derived: &[None] });
    assert_eq!(missing("draft"), Err(Absent::Missing(4)));
    assert_eq!(missing("not draft"), Err(Absent::Missing(4)));
    assert_eq!(missing("draft and 1 > 2"), Ok(false));
    assert_eq!(missing("draft or 1 < 2"), Ok(true));
    assert_eq!(missing("draft or 1 > 2"), Err(Absent::Missing(4)));
    assert_eq!(missing("given(note)"), Ok(false));
    assert_eq!(missing("rate > 0%"), Err(Absent::Missing(1)));
}

#[test]
fn a_rate_of_nothing_has_no_base() {
    let mut facts = FACTS;
    facts[0] = Some(0);
    let rate = Expr::compile("rate", &names()).unwrap();
    assert_eq!(rate.number(Slots { facts: &facts, derived: &[] }), Err(Absent::NoBase));
    let (part, whole) = rate.ratio(Slots { facts: &FACTS, derived: &[] }).unwrap();
    assert_eq!((part.num(), whole.num()), (13, 15));
}

#[test]
fn percent_points_and_counts_do_not_mix() {
    assert_eq!(fault("rate >= 90"), (0..10, FaultKind::BareFigure(Exact::whole(90))));
    assert_eq!(fault("members + minutes").1, FaultKind::Units("count".into(), "minutes".into()));
    assert_eq!(fault("rate + 1").1, FaultKind::Units("percent".into(), "number".into()));
    assert_eq!(fault("draft + 1").1, FaultKind::Wanted("number", "flag".into()));
    assert_eq!(fault("kind > regular").1, FaultKind::Wanted("ordered scale", "kind".into()));
    assert_eq!(fault("not members").1, FaultKind::Wanted("flag", "count".into()));
    assert_eq!(Expr::compile_flag("members", &names()).unwrap_err()[0].kind, FaultKind::Wanted("flag", "count".into()));
}

#[test]
fn unknown_names_are_placed_and_the_near_one_proposed() {
    assert_eq!(fault("1 + presen"), (4..10, FaultKind::Unknown(Some("present".into()))));
    assert_eq!(fault("kind = regulr"), (7..13, FaultKind::Unknown(Some("regular".into()))));
    assert_eq!(fault("points('2.2')").1, FaultKind::Unknown(Some("points('2.1')".into())));
    assert_eq!(Expr::compile("xxx + yyy", &names()).unwrap_err().len(), 2);
}

#[test]
fn broken_text_is_placed() {
    assert_eq!(fault("present / (members").0, 18..18);
    assert_eq!(fault("1..2 > 1").0, 0..4);
    assert_eq!(fault("present ? 1").0, 8..9);
    assert_eq!(fault("1 = 'x").0, 4..6);
    assert!(matches!(fault(&"(".repeat(5000)).1, FaultKind::Syntax(_)));
    assert!(matches!(fault("").1, FaultKind::Syntax(_)));
}

/// Whole numbers and conditions on them have a short way, which says what the tree says.
#[test]
fn whole_numbers_are_worked_out_alike_with_and_without_fractions() {
    let names = names();
    let wholes = [
        "present",
        "present + members",
        "present * 2 - members",
        "max(present - members, 0)",
        "min(present, members, 7)",
        "if(members >= 10, 12, 9) - present",
        "if(draft, present, members)",
        "if(present * 2 < members, 1, 2)",
    ];
    let asked: Vec<String> = ["<", "<=", "=", "!=", ">=", ">"]
        .iter()
        .flat_map(|operator| wholes.iter().map(move |whole| format!("{whole} {operator} members - 3")))
        .chain(["not draft", "kind in (regular, thematic)", "kind != regular", "level >= 'kha'"].map(str::to_owned))
        .chain(["<", "<=", "=", "!=", ">=", ">"].map(|operator| format!("rate {operator} 70%")))
        .chain(
            ["rate >= 70% and draft", "draft or rate > 99.9%", "present > 1 and (not draft or members = 9)"].map(str::to_owned),
        )
        .collect();
    let figures = [None, Some(0), Some(1), Some(2), Some(7), Some(9), Some(10), Some(11), Some(999_999_999)];
    let mut short_ways = 0;
    for text in &asked {
        let (short, long) = (Expr::compile_flag(text, &names).unwrap(), Expr::compile_flag(text, &names).unwrap().node);
        short_ways += usize::from(short.short.is_some());
        for (members, present) in figures.iter().flat_map(|members| figures.map(|present| (*members, present))) {
            for word in [None, Some(0), Some(1)] {
                let facts = [members, present, Some(95), Some(0), word, word, word, None];
                let slots = Slots { facts: &facts, derived: &[None] };
                assert_eq!(short.flag(slots), eval::flag(&long, &slots), "{text} {facts:?}");
            }
        }
    }
    assert!(short_ways == asked.len() - 1, "{short_ways} of {} conditions have a short way", asked.len());
    for text in wholes {
        let expr = Expr::compile(text, &names).unwrap();
        let short = expr.whole().unwrap_or_else(|| panic!("{text} has no short way"));
        for (members, present) in figures.iter().flat_map(|members| figures.map(|present| (*members, present))) {
            let facts = [members, present, Some(95), Some(0), Some(1), None, None, None];
            let long = expr.number(Slots { facts: &facts, derived: &[None] });
            match short.value(&facts) {
                Some(value) => assert_eq!(long, Ok(Exact::whole(value)), "{text} {facts:?}"),
                None => assert!(facts[..2].contains(&None), "{text} {facts:?}"),
            }
        }
    }
}
