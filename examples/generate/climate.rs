//! How the meetings of one place go on the whole: the figures by which the places differ.

/// Shares are per mille unless the name says otherwise; a pair is a range with both ends.
pub struct Climate {
    pub meeting_days: &'static [u32],
    /// Days by which a regular meeting that misses its day is late.
    pub delay: (u32, u32),
    /// Cells that find regular, well-prepared meetings hard, in villages and elsewhere.
    pub weak_villages: u32,
    pub weak_others: u32,
    pub quality: (u32, u32),
    pub weak_quality: (u32, u32),
    pub attendance: (u32, u32),
    pub low_attendance: (u32, u32),
    pub unexcused: u32,
    pub often_unexcused: u32,
    pub late: u32,
    pub often_late: u32,
    pub combined: u32,
    /// Meetings without a row, not held, held but not scored.
    pub missing: u32,
    pub not_held: u32,
    pub not_scored: u32,
    /// A meeting that goes badly whatever the cell.
    pub bad_meeting: u32,
    /// Sheets with lost points on which the clerk says why.
    pub noted: u32,
    /// The quality from which a year is excellent, good, fair.
    pub excellent: u32,
    pub good: u32,
    pub fair: u32,
}

/// A city whose cells attend above 96 %, with a few weak villages.
pub const CITY: Climate = Climate {
    meeting_days: &[3, 3, 3, 5, 5, 5, 4, 6, 8, 10, 12, 15, 20],
    delay: (1, 4),
    weak_villages: 330,
    weak_others: 45,
    quality: (875, 995),
    weak_quality: (560, 800),
    attendance: (945, 990),
    low_attendance: (790, 890),
    unexcused: 15,
    often_unexcused: 120,
    late: 15,
    often_late: 70,
    combined: 0,
    missing: 4,
    not_held: 4,
    not_scored: 5,
    bad_meeting: 12,
    noted: 600,
    excellent: 955,
    good: 790,
    fair: 605,
};

/// Villages of mountain communes: far houses, field work, few who can come.
pub const MOUNTAIN: Climate = Climate {
    meeting_days: &[2, 3, 3, 4, 5, 5, 6],
    // Past the first week, within which any day counts as the meeting day.
    delay: (6, 9),
    weak_villages: 500,
    weak_others: 500,
    quality: (800, 950),
    weak_quality: (600, 760),
    attendance: (660, 760),
    low_attendance: (540, 660),
    unexcused: 180,
    often_unexcused: 350,
    late: 100,
    often_late: 220,
    combined: 400,
    missing: 12,
    not_held: 25,
    not_scored: 20,
    bad_meeting: 30,
    noted: 400,
    excellent: 888,
    good: 720,
    fair: 620,
};

/// The whole country: as a city, but every meeting has its row, so that the number of rows is known.
pub const COUNTRY: Climate = Climate { missing: 0, noted: 780, ..CITY };
