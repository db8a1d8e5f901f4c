//! The rows and files that the tests write.

/// Headings of `meetings.csv` in the order of their columns: A to Z, then AA to AI.
pub const HEADINGS: &str = "cell,date,kind,status,reason,members,present,late,excused,unexcused,on-mission,special-duty,exempt-absent,exempt-present,\
    transferred,suspended,minutes,speakers,held-on-day,prepared-in-person,committee-met,content-prepared,draft-resolution,procedure-followed,praise-and-reminder,minutes-complete,\
    centralism-kept,unity-kept,targets-set,targets-met,self:14-qdi-tu:3.3,verified:14-qdi-tu:3.3,self:14-qdi-tu:4.2,verified:14-qdi-tu:4.2,note";

/// The counts and, after them, all other facts of a meeting.
pub const FACTS: std::ops::Range<&str> = "members".."note";

pub const CELL_HEADINGS: &str = "code,name,committee,type,rank,leadership,meeting-day,from,until";
pub const YEAR_HEADINGS: &str = "cell,year,i1,i2,i3,i4,ii1,ii2,iii,targets-assigned,targets-met-year,main-targets-missed,force-majeure,\
    collective-disciplined,members-disciplined,self-discovered-and-remedied,subordinates,subordinates-disciplined,\
    disunity-concluded,members-degraded";

/// A row of `meetings.csv`, its fields written as they go into the file.
#[derive(Clone)]
pub struct Row(pub Vec<String>);

/// A sound regular meeting, with full points in every criterion.
pub fn meeting(cell: &str, date: &str) -> Row {
    let facts = "regular,held,,10,10,0,0,0,0,0,0,0,0,0,95,6,yes,yes,yes,yes,yes,yes,yes,yes,yes,yes,4,4,10,10,3,3,";
    Row([cell, date].into_iter().chain(facts.split(',')).map(str::to_owned).collect())
}

impl Row {
    pub fn with(mut self, heading: &str, field: &str) -> Row {
        self.0[column(heading)] = field.to_owned();
        self
    }

    /// Blank from one heading up to, not including, another.
    pub fn blank(mut self, headings: std::ops::Range<&str>) -> Row {
        self.0[column(headings.start)..column(headings.end)].fill(String::new());
        self
    }

    pub fn line(&self) -> String {
        self.0.join(",")
    }
}

/// A file of meetings with these rows.
pub fn file(rows: &[Row]) -> String {
    let lines: Vec<String> = rows.iter().map(Row::line).collect();
    text(HEADINGS, &lines)
}

pub fn text(headings: &str, lines: &[impl AsRef<str>]) -> String {
    let mut out = format!("{headings}\n");
    for line in lines {
        out.push_str(line.as_ref());
        out.push('\n');
    }
    out
}

pub fn cell_line(code: &str) -> String {
    format!("{code},Chi bộ {code},Đảng ủy A,village,dependent,committee,5,,")
}

pub fn year_line(cell: &str, year: &str) -> String {
    format!("{cell},{year},tot,tot,tot,tot,tot,tot,tot,10,10,no,no,no,0,no,0,0,no,no")
}

fn column(heading: &str) -> usize {
    HEADINGS.split(',').position(|other| other == heading).expect(heading)
}
