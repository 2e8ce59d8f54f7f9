"""Words of the bureaus become codes, and what is not a known word becomes nothing."""

import pytest

from analytics.policy import Policy

CASES = [
    ("skill_grade", "一级/高级技师", "senior_technician"),
    ("skill_grade", "高级技师（一级）", "senior_technician"),
    ("skill_grade", "1级", "senior_technician"),
    ("skill_grade", "１级", "senior_technician"),
    ("skill_grade", "二级/技师", "technician"),
    ("skill_grade", "技师", "technician"),
    ("skill_grade", " 三级 / 高级工 ", "senior_worker"),
    ("skill_grade", "高级工（职业技能等级）", "senior_worker"),
    ("skill_grade", "特级技师", "special_technician"),
    ("skill_grade", "首席技师", "chief_technician"),
    ("skill_grade", "一级/技师", None),
    ("skill_grade", "技师/其他", None),
    ("skill_grade", "见习技师", None),
    ("skill_grade", "无", None),
    ("skill_grade", "其他", None),
    ("degree", "大学本科", "bachelor"),
    ("degree", "本 科", "bachelor"),
    ("degree", "本科/学士", "bachelor"),
    ("degree", "本科（全日制）", "bachelor"),
    ("degree", "博士研究生", "doctor"),
    ("degree", "研究生（博士）", "doctor"),
    ("degree", "硕士研究生", "master"),
    ("degree", "研究生", "master"),
    ("degree", "大专", "junior_college"),
    ("degree", "高中", "none"),
    ("degree", "本科/硕士", None),
    ("degree", "其他", None),
    ("degree", "其它", None),
    ("degree", "？", None),
    ("degree", "全日制", None),
    ("degree", "", None),
    ("degree", None, None),
    ("title", "副高级", "associate_senior"),
    ("title", "副高", "associate_senior"),
    ("title", "正高", "senior"),
    ("title", "中级", "intermediate"),
    ("title", "工程师", "intermediate"),
    ("title", "高级", None),
    ("talent_class", "Ａ类", "A"),
    ("talent_class", "d类人才", "D"),
    ("employer_kind", "事业单位", "public_institution"),
    ("employer_kind", "机关", "government"),
    ("employer_kind", "社会组织", "social"),
    ("platform_kind", "科技企业孵化器", "incubator"),
    ("platform_kind", "博士后工作平台", "postdoctoral_workstation"),
    ("platform_kind", "其它", None),
    ("platform_level", "青岛市级", "qingdao"),
    ("event_category", "老乡联谊会", "hometown_event"),
    ("event_category", "先进评选", "advanced_selection"),
    ("event_category", "走访慰问", "returnee_visit"),
    ("housing_stage", "竣工验收", "completed"),
    ("budget_line", "教师培训专项资金", "teacher_training"),
    ("yes_no", "是", "true"),
    ("yes_no", "合格", "true"),
    ("yes_no", "不合格", "false"),
    ("sex", "男", "m"),
    ("milestone", "人才综合服务窗口", "info.service_window"),
]


@pytest.mark.parametrize(("name", "text", "code"), CASES)
def test_a_word_of_a_bureau_is_matched(policy: Policy, name: str, text: str | None, code: str | None) -> None:
    assert policy.codes[name].match(text) == code


def test_every_word_of_every_list_finds_its_own_code(policy: Policy) -> None:
    for name, codes in policy.codes.items():
        for code in codes.codes:
            for word in code.words():
                assert codes.match(word) == code.id, f"{name}: {word}"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("degree", "doctor master bachelor junior_college none"),
        ("title", "senior associate_senior intermediate junior"),
        ("talent_class", "A B C D E F"),
        ("selection", "industry_leader top_professional national_project provincial_project qingdao_project"),
        ("employer_kind", "enterprise social self_employed government public_institution"),
        ("housing_stage", "started completed delivered let"),
        ("budget_kind", "set adjusted spent earmarked transferred_in transferred_out"),
        ("milestone_status", "planned running done"),
        ("platform_level", "national provincial qingdao county"),
        (
            "programme",
            "farmer_cultivation farmer_skill ecommerce rural_transfer backbone_teacher medical_backbone "
            "internship_placement",
        ),
    ],
)
def test_a_list_holds_the_stored_values(policy: Policy, name: str, ids: str) -> None:
    assert policy.codes[name].ids == tuple(ids.split())


def test_a_code_has_a_label_in_both_languages(policy: Policy) -> None:
    label = policy.codes["degree"].code("bachelor").label
    assert (label.zh, label.en) == ("本科", "Bachelor")
