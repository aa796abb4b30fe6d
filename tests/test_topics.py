"""Topics: the ways to write a phrase, what counts for how much, and labelled headlines, made up and of real feeds."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from slugify import slugify

from crawler import taxonomy, topics
from crawler.taxonomy import CLEAR, LIKELY, Subject

ENTRIES = Path(__file__).parents[2] / "shared/captures/feed-entries/entries-2026-08-23.json"
OF_ENTRIES = Path(__file__).with_name("labels-2026-08-23.tsv")
MADE_UP = Path(__file__).with_name("labels-headlines.tsv")

NOTHING = (
    "Lịch âm hôm nay",
    "Cung hoàng đạo nào gặp may trong tuần tới",
    "Đọc gì cuối tuần này?",
    "Trắc nghiệm: Bạn chọn cánh cửa nào?",
)


def slugs(**article: Any) -> list[str]:
    return [topic.slug for topic in topics.default().classify(**article)]


def first(title: str, **article: Any) -> str:
    return next(iter(slugs(title=title, **article)), "-")


def subject(slug: str = "song-ngam", **phrases: float) -> Subject:
    return Subject(slug=slug, vi=slug, en=slug, phrases={name.replace("_", " "): w for name, w in phrases.items()})


@pytest.mark.parametrize("one", taxonomy.SUBJECTS, ids=lambda one: one.slug)
def test_a_slug_is_what_slugify_makes_of_the_vietnamese_name(one: Subject) -> None:
    assert one.slug == slugify(one.vi)


def test_there_are_22_subjects_and_none_twice() -> None:
    assert len({one.slug for one in taxonomy.SUBJECTS}) == len(taxonomy.SUBJECTS) == 22


@pytest.mark.parametrize("one", taxonomy.SUBJECTS, ids=lambda one: one.slug)
def test_every_phrase_is_found_where_it_stands_alone(one: Subject) -> None:
    sought = topics.Classifier([one], muted=())
    silent = [phrase for phrase in one.phrases if not sought.classify(title=phrase)]
    assert silent == []


@pytest.mark.parametrize("title", NOTHING)
def test_what_fits_no_subject_gets_none(title: str) -> None:
    assert topics.default().classify(title=title) == ()


def test_an_empty_article_gets_none() -> None:
    assert topics.default().classify(title="", lead="", body="") == ()


@pytest.mark.parametrize("title", ["Uỷ ban Kiểm tra họp", "Ủy ban Kiểm tra họp"])
def test_where_the_tone_stands_does_not_matter(title: str) -> None:
    reason = topics.default().classify(title=title)[0].reason
    assert reason == "title: «Ủy ban Kiểm tra»"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_normal_form_does_not_matter(form: Any) -> None:
    title = unicodedata.normalize(form, "Khoá luận đạt giải, học sinh giỏi được tuyển thẳng đại học")
    assert first(title) == "giao-duc"


def test_case_does_not_matter() -> None:
    assert first("HỌC SINH CẢ NƯỚC TỰU TRƯỜNG") == first("học sinh cả nước tựu trường") == "giao-duc"


def test_open_y_is_i() -> None:
    assert first("Bác sỹ trẻ về xã") == first("Bác sĩ trẻ về xã") == "y-te"


def test_a_headline_without_any_marks_is_understood() -> None:
    assert first("Quoc hoi thong qua nghi quyet ve giao duc mam non") == "quoc-hoi"


def test_marks_tell_phrases_apart() -> None:
    classifier = topics.Classifier([subject(tù=CLEAR)])
    assert classifier.classify(title="Ra tù")
    assert not classifier.classify(title="Từ nay, bồ câu gù")


def test_capitals_tell_names_apart() -> None:
    assert first("AI thay đổi lớp nghề này") == "khoa-hoc-chuyen-doi-so"
    assert slugs(title="Biết ai mà hỏi") == []


def test_a_word_is_not_found_inside_another() -> None:
    classifier = topics.Classifier([subject(lũ=CLEAR)])
    assert not classifier.classify(title="Lũy tre đầu ngõ")


@pytest.mark.parametrize("title", ["“Lũ” về", "Lũ, rồi nắng", "Sau lũ.", "(lũ)", "bão-lũ"])
def test_punctuation_does_not_hide_a_word(title: str) -> None:
    assert topics.Classifier([subject(lũ=CLEAR)]).classify(title=title)


def test_the_longest_phrase_speaks_alone() -> None:
    storm, party = subject("bao", bão=CLEAR), subject("mung", đi_bão=CLEAR)
    found = topics.Classifier([storm, party]).classify(title="Người hâm mộ đi bão")
    assert [topic.slug for topic in found] == ["mung"]


def test_a_longer_phrase_ahead_beats_the_shorter_inside_it() -> None:
    road, market = subject("truong", trường=CLEAR), subject("cho", thị_trường_lao_động=CLEAR)
    found = topics.Classifier([road, market]).classify(title="Toàn cảnh thị trường lao động")
    assert [topic.slug for topic in found] == ["cho"]


def test_a_muted_phrase_hides_what_it_contains() -> None:
    classifier = topics.Classifier([subject(bắt=CLEAR)], muted=["bắt đầu"])
    assert not classifier.classify(title="Bắt đầu từ hôm nay")


def test_reasons_name_the_phrases_with_their_marks() -> None:
    (topic,) = topics.Classifier([subject(dữ_liệu=LIKELY, chuyển_đổi_số=CLEAR, vi_mạch=CLEAR)]).classify(
        title="Chuyển đổi số cần dữ liệu", lead="Dữ liệu và vi mạch."
    )
    assert topic.reason == "title: «chuyển đổi số», «dữ liệu»; lead: «vi mạch»"


def test_the_portals_section_comes_first() -> None:
    found = topics.default().classify(
        title="Học sinh cả nước tựu trường", section="xa-hoi-lao-dong", section_titles=("Xã hội", "Đời sống")
    )
    assert [(topic.slug, topic.reason) for topic in found] == [
        ("xa-hoi-lao-dong", "section: Xã hội / Đời sống"),
        ("giao-duc", "title: «học sinh», «tựu trường»"),
    ]


def test_a_section_is_named_once_though_the_text_agrees() -> None:
    assert slugs(title="Học sinh tựu trường", section="giao-duc") == ["giao-duc"]


def test_a_section_needs_no_phrase() -> None:
    (topic,) = topics.default().classify(title="Thư ngỏ", section="y-te")
    assert topic.reason == "section: y-te"


@pytest.mark.parametrize("name", ["Thế giới", "THẾ GIỚI", "Đối ngoại", "Việt Nam - ASEAN"])
def test_a_sections_title_helps_where_the_portal_gives_no_slug(name: str) -> None:
    found = topics.default().classify(title="Chuyện lạ", section_titles=("Trang nhất", name))
    assert [(topic.slug, topic.reason) for topic in found] == [("doi-ngoai", f"section: «{name}»")]


@pytest.mark.parametrize(
    ("section", "title"),
    [
        ("xay-dung-dang", "Đối thoại cởi mở: Cách để chi bộ gần dân hơn"),
        ("to-chuc-nhan-su", "Tám người trúng tuyển kỳ thi chức danh lãnh đạo cấp vụ"),
        ("xay-dung-dang", "Phân công nhiệm vụ cho đảng viên ở khu dân cư"),
        ("xay-dung-dang", "Ghi nhận từ khu dân cư"),
    ],
)
def test_a_passing_word_is_no_topic_beside_a_section(section: str, title: str) -> None:
    assert slugs(title=title, section=section) == [section]


@pytest.mark.parametrize(
    ("title", "section_title", "slug"),
    [
        ("Bệnh viện tỉnh có thêm hai bác sĩ", "Xã hội", "y-te"),
        ("Tàu vỏ thép mang công nghệ mới", "Khoa giáo", "khoa-hoc-chuyen-doi-so"),
        ("Chuyện lạ", "Xã hội", "xa-hoi-lao-dong"),
    ],
)
def test_a_broad_sections_title_decides_only_where_the_text_is_silent(
    title: str, section_title: str, slug: str
) -> None:
    assert first(title, section_titles=(section_title,)) == slug


def test_a_headline_outweighs_a_broad_sections_title() -> None:
    assert first("Bão số 5 đổ bộ, lũ quét ở nhiều nơi", section_titles=("Xã hội",)) == "nong-nghiep-moi-truong"


def test_the_lead_decides_where_the_title_is_silent() -> None:
    assert first("Chuyện lạ", lead="Bác sĩ trạm y tế vượt suối khám bệnh.") == "y-te"


def test_the_body_decides_where_title_and_lead_are_silent() -> None:
    assert first("Chuyện lạ", body="Bác sĩ ở bệnh viện khám bệnh cho bà con.") == "y-te"


def test_the_body_does_not_outvote_the_title() -> None:
    body = "Bệnh viện, bác sĩ, y tế, bệnh nhân, ung thư, vaccine. " * 20
    assert slugs(title="Khởi tố giám đốc lừa đảo", body=body) == ["phap-luat-tu-phap"]


def test_an_article_may_have_several_topics_but_not_many() -> None:
    assert slugs(title="Bác sĩ dạy học sinh phòng bệnh") == ["y-te", "giao-duc"]
    title = "Quốc hội, bệnh viện, học sinh, du lịch, cao tốc, nông dân, công nghệ, dân vận"
    assert len(slugs(title=title)) == topics.MOST


def test_a_list_of_places_is_no_subject_beside_a_real_one() -> None:
    assert slugs(title="Mưa lớn ở Lạng Sơn, Cao Bằng, Bắc Ninh, Hà Nội, Thanh Hóa") == ["nong-nghiep-moi-truong"]


def test_operators_add_phrases_and_subjects() -> None:
    built_in = taxonomy.SUBJECTS
    subjects = topics.extended(
        built_in,
        phrases={"y-te": {"nhân sâm": CLEAR}, "hang-hai": {"hải đăng": LIKELY}},
        extra=[subject("hang-hai", hoa_tiêu=CLEAR)],
    )
    classifier = topics.Classifier(subjects)
    assert [topic.slug for topic in classifier.classify(title="Nhân sâm núi")] == ["y-te"]
    assert [topic.slug for topic in classifier.classify(title="Ngọn hải đăng và hoa tiêu")] == ["hang-hai"]
    assert "nhân sâm" not in next(one for one in built_in if one.slug == "y-te").phrases


def test_a_phrase_for_an_unknown_subject_is_refused() -> None:
    with pytest.raises(ValueError, match="no subject has the slug y-ta"):
        topics.extended(taxonomy.SUBJECTS, phrases={"y-ta": {"sâm": CLEAR}})


def test_two_subjects_under_one_slug_are_refused() -> None:
    with pytest.raises(ValueError, match="share a slug"):
        topics.extended(taxonomy.SUBJECTS, extra=[subject("y-te")])


@pytest.mark.parametrize("phrase", ["", "…", "sâm !"])
def test_a_phrase_without_words_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="without a word"):
        topics.Classifier([Subject(slug="a", vi="a", en="a", phrases={phrase: CLEAR})])


def test_the_same_article_gets_the_same_topics_twice() -> None:
    article = {"title": "Quốc hội bàn về học phí, viện phí", "lead": "Đại biểu nêu ý kiến cử tri."}
    assert topics.Classifier(taxonomy.SUBJECTS).classify(**article) == topics.default().classify(**article)


def test_who_acts_counts_less_than_what_is_done() -> None:
    assert slugs(title="Bộ Công Thương bổ nhiệm hai Cục trưởng")[0] == "to-chuc-nhan-su"
    assert slugs(title="Sở Văn hóa, Thể thao và Du lịch công bố quyết định về công tác cán bộ") == ["to-chuc-nhan-su"]
    assert slugs(title="Bộ Công Thương họp giao ban") == ["kinh-te-tai-chinh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How a labelled set is sorted."""

    right: float
    accepted: float
    wrong: float


def measured(labelled: Iterable[tuple[str, str, str]]) -> Measured:
    """Return which share of titles has a right first topic, an accepted one, and which share of topics is wrong."""
    count: Counter[str] = Counter()
    for title, lead, label in labelled:
        best, every = label.split(",")[0].split("="), re.split("[=,]", label)
        found = slugs(title=title, lead=lead)
        head = next(iter(found), "-")
        count.update(all=1, right=head in best, accepted=head in every, given=len(found))
        count.update(wrong=len(set(found) - set(every)))
    return Measured(
        right=count["right"] / count["all"],
        accepted=count["accepted"] / count["all"],
        wrong=count["wrong"] / count["given"],
    )


def rows(path: Path) -> list[tuple[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(named, label) for named, label in (line.split("\t") for line in lines[1:])]


def plain(snippet: str) -> str:
    """Snippets are HTML, cut anywhere."""
    return " ".join(unescape(re.sub(r"<[^>]*(>|$)", " ", snippet)).split())


def entries() -> dict[str, Any]:
    return {entry["link"]: entry for entry in json.loads(ENTRIES.read_text(encoding="utf-8"))}


@pytest.mark.skipif(not ENTRIES.exists(), reason=f"the real feed entries are not here: {ENTRIES.name}")
def test_labelled_entries_of_real_feeds_are_sorted_well() -> None:
    known, labels = entries(), rows(OF_ENTRIES)
    result = measured((known[link]["title"], plain(known[link]["snippet"]), label) for link, label in labels)
    assert len(labels) == 100
    assert result.right >= 0.9
    assert result.accepted >= 0.95
    assert result.wrong < 0.1


def test_made_up_headlines_are_sorted_well() -> None:
    result = measured((title, "", label) for title, label in rows(MADE_UP))
    assert result.right >= 0.95
    assert result.wrong < 0.05


@pytest.mark.parametrize("one", taxonomy.SUBJECTS, ids=lambda one: one.slug)
def test_no_subject_is_sorted_badly(one: Subject) -> None:
    own = [(title, "", label) for title, label in rows(MADE_UP) if label.split(",")[0].split("=")[0] == one.slug]
    assert len(own) >= 30
    assert measured(own).right >= 0.85


def test_labels_name_known_subjects_only_and_no_title_twice() -> None:
    known = {one.slug for one in taxonomy.SUBJECTS} | {"-"}
    labelled = rows(OF_ENTRIES) + rows(MADE_UP)
    assert {slug for _, label in labelled for slug in re.split("[=,]", label)} <= known
    assert len({title for title, _ in labelled}) == len(labelled)
