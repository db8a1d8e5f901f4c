//! The clerk's note on a sheet: why points were lost.

use crate::attendance::Attendance;
use crate::facts::Facts;
use crate::random::Random;

/// Not every sheet that lost points says why; a sheet names two reasons at most.
pub fn note(random: &mut Random, noted: u32, who: &Attendance, facts: &Facts) -> String {
    if !random.chance(noted) {
        return String::new();
    }
    reasons(random, who, facts).into_iter().take(2).collect::<Vec<_>>().join("; ")
}

fn reasons(random: &mut Random, who: &Attendance, facts: &Facts) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut lost = |is_lost: bool, why: &'static str| {
        if is_lost {
            found.push(why);
        }
    };
    let why_late = random.pick(&LATE, "Họp chậm so với lịch, do thời tiết xấu");
    let verified_lower = |given: &crate::facts::Given| given.verified.is_some_and(|points| points < given.own);
    lost(who.present * 100 <= who.expected() * 85, "Tỷ lệ dự họp thấp, trừ điểm mục 1.1");
    lost(who.unexcused > 0, "Có đảng viên vắng không lý do, đã nhắc nhở");
    lost(facts.speakers * 2 <= who.present, "Ít đảng viên phát biểu, cần gợi ý thảo luận");
    lost(!facts.content_prepared, "Gửi tài liệu chậm, nội dung chuẩn bị chưa đủ");
    lost(!facts.draft_resolution, "Chưa có dự thảo nghị quyết, bí thư trình bày miệng");
    lost(facts.committee_met == Some(false), "Chi ủy không họp trước, chỉ hội ý nhanh");
    lost(!facts.prepared_in_person, "Bí thư đi học, giao người khác chuẩn bị");
    lost(!facts.on_day, why_late);
    lost(facts.minutes < 90, "Thời lượng ngắn, dưới 90 phút");
    lost(!facts.minutes_complete, "Biên bản ghi chưa đủ, thiếu ý kiến thảo luận");
    lost(!facts.procedure_followed, "Bỏ bước thông qua biên bản, trừ điểm mục 3.2");
    lost(!facts.praise_and_reminder, "Chưa biểu dương, nhắc nhở đảng viên cụ thể");
    lost(verified_lower(&facts.content), "Cấp trên nhận xét \"chưa sâu\", hạ điểm mục 3.3");
    lost(facts.targets.is_some_and(|(set, met)| met < set), "Chỉ tiêu tháng trước chưa đạt, chuyển sang tháng sau");
    found
}

const LATE: [&str; 3] = [
    "Họp chậm so với lịch, do thời tiết xấu",
    "Họp chậm so với lịch, do trùng việc mùa vụ",
    "Họp chậm so với lịch, do bí thư đi tập huấn",
];
