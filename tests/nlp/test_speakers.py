"""Who speaks, where the source is not simply a name: each case is a text, its last claim's source and the answer."""

from __future__ import annotations

import pytest

ADA = "{s:{PERSON:Ada Quist}, the mayor of {GPE:Bergen},} {c:said} {t:that it rained}.\n"
PORT = "{s:{ORG:Northern Dockers}, a union of port workers,} {c:said} {t:that it would strike}.\n"


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        (ADA, "the mayor", "Ada Quist"),
        (ADA, "The Bergen mayor", "Ada Quist"),
        (ADA, "the deputy mayor", None),
        (ADA, "her office", "Ada Quist’s office"),
        (ADA + "{PERSON:Jan Vos} left. ", "she", "Ada Quist"),
        (PORT, "the union", "Northern Dockers"),
        (PORT, "it", "Northern Dockers"),
        (PORT, "they", "Northern Dockers"),
        (PORT, "the bank", None),
        ("{PERSON:Honor Zedd}, a lawyer, spoke first. She was calm. ", "she", "Honor Zedd"),
        ("President {PERSON:Luc Morin} of {GPE:France} met {PERSON:Tom Hale}. ", "the French president", "Luc Morin"),
        ("President {PERSON:Luc Morin} of {GPE:France} met {PERSON:Tom Hale}. ", "the Norwegian president", "Tom Hale"),
        ("{PERSON:Bea Clint} met {PERSON:Boris Clint}. ", "Ms. {PERSON:Clint}", "Bea Clint"),
        ("{PERSON:Damon Cloud} came. ", "{ORG:D. Cloud}", "Damon Cloud"),
        ("{PERSON:Everett Moe} came. ", "{ORG:MOE}", "Everett Moe"),
        ("{PERSON:Consuelo Ata Reyna} came. ", "Ms. {PERSON:Ata}", "Consuelo Ata Reyna"),
        ("{PERSON:Paris Lind} came to {GPE:Paris}. ", "{GPE:Paris}", None),
        ("", "the Dutch", "Netherlands"),
        ("", "the police", "the police"),
        ("", "{GPE:Russia}’s {ORG:Foreign Ministry}", "Russia’s Foreign Ministry"),
        ("", "A report by the {ORG:Baltic Institute}", "A report by the Baltic Institute"),
        ("", "the leaders of {GPE:Chad}, {GPE:Niger} and {GPE:Mali}", "the leaders of Chad, Niger and Mali"),
        ("", "the leaders", None),
        pytest.param(
            ADA + "{t:“Why?”} {s:A reporter} {c:asked}.\n",
            "she",
            None,
            marks=pytest.mark.xfail(reason="the network for pronouns takes her for the mayor", strict=True),
        ),
        (ADA, "the two", None),
        ("{PERSON:Viktor Vos Sr.} met {PERSON:Viktor Vos Jr.}. ", "{PERSON:Viktor Vos}", None),
        ("{PERSON:Ada Quist} met {PERSON:Bea Ek}. ", "both", "Ada Quist"),
        (
            "Mayor {PERSON:Ada Quist} and Mayor {PERSON:Jan Vos} met. It was late. It rained. ",
            "the two mayors",
            "Ada Quist",
        ),
        ("{PERSON:Jan Vos}, a father, and {PERSON:Piet Vos} met. ", "the elder Mr. {PERSON:Vos}", "Jan Vos"),
        ("{PERSON:Jan Vos}, a father, and {PERSON:Piet Vos} met. ", "the younger Mr. {PERSON:Vos}", "Piet Vos"),
        ("{PERSON:Jan Vos} met {PERSON:Piet Vos}. ", "the elder Mr. {PERSON:Vos}", None),
        ("{ORG:Southern Sea Board} ({ORG:SSB}) met. ", "{ORG:SSB}", "Southern Sea Board"),
        ("{ORG:European Commission} staff met. ", "the {ORG:Commission}", "European Commission"),
        ("{PERSON:Kristen Wilk} met {PERSON:Kristin Wilk}. ", "{PERSON:Wilk}", "Kristin Wilk"),
        ("{PERSON:Tom Vos}, the police chief, left. ", "police", "police"),
        ("", "the {ORG:Congressional Budget Office}", "Congressional Budget Office"),
        ("", "minutes", "minutes"),
    ],
)
def test_a_source_leads_to_its_speaker_or_to_nobody(read_marked, before, source, speaker):
    _, reading = read_marked(f"{before}{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert reading.claims[-1].speaker == speaker
    assert (reading.claims[-1].unresolved_reason is None) == (speaker is not None)


def test_appositions_and_and_between_commas_do_not_hide_a_joint_speaker(read_marked):
    _, reading = read_marked(
        "{s:{PERSON:Ada Quist}, the mayor of {GPE:Bergen}, and her {NORP:Danish} counterpart, {PERSON:Jan Vos}}, "
        "{c:said} "
        "{t:that it rained}. {t:“It leaks,”} {s:the two mayors} {c:wrote}."
    )
    joint = ("Ada Quist", (("Jan Vos", "PERSON"),))
    assert [(claim.speaker, claim.co_speakers) for claim in reading.claims] == [joint, joint]
    assert reading.claims[0].role == "mayor of Bergen"


def test_a_role_may_be_worded_before_a_form_of_address(read_marked):
    _, reading = read_marked("{s:The spokesman for the {ORG:Port Board}, Mr. {PERSON:Jan Vos}}, {c:said} {t:it leaks}.")
    assert (reading.claims[0].role, reading.claims[0].speaks_for) == ("spokesman for the Port Board", "Port Board")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("{s:Chief Executive {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Chief Executive"),
        ("{s:{ORG:Kontio} CEO {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Kontio CEO"),
        ("{s:Assistant Prosecutor {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Assistant Prosecutor"),
        ("{s:Leader of the Opposition {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Leader of the Opposition"),
        (
            "{s:Senator {PERSON:Jan Vos} of {GPE:Maine}, the top Democrat on the committee,} {c:said} {t:it leaks}.",
            "top Democrat on the committee",
        ),
        (
            "{t:“It leaks,”} {c:said} {s:the spokesman for the movement, {PERSON:Jan Vos}}.",
            "spokesman for the movement",
        ),
        ("{t:“It leaks,”} {c:said} {s:the midfielder {PERSON:Jan Vos}}.", "midfielder"),
        (
            "In a letter to the court, {s:{PERSON:Jan Vos}, a retired plumber}, {c:wrote} {t:that it leaks}.",
            "retired plumber",
        ),
        (
            "{c:According to} {s:his friend, {PERSON:Jan Vos}}, {t:the boy kept the letter for the rest of his life}.",
            "friend",
        ),
        ("{s:{PERSON:Jan Vos}, then the operations director,} {c:said} {t:it leaks}.", "operations director"),
        ("{s:State Sen. {PERSON:Jan Vos}, a Democrat from Reno,} {c:said} {t:it leaks}.", "Democrat from Reno"),
        ("{s:At {GPE:Alicante}, {PERSON:Jan Vos}} {c:said} {t:it leaks}.", None),
        ("{s:One of them, {PERSON:Jan Vos},} {c:said} {t:it leaks}.", None),
        ("{s:The minority leader, Senator {PERSON:Jan Vos},} {c:said} {t:it leaks}.", "minority leader"),
        ("{s:Lieutenant-General {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Lieutenant-General"),
        ("{s:{PERSON:Jan Vos}, four years younger,} {c:said} {t:it leaks}.", None),
        ("{s:A woman who gave no surname, {PERSON:Eva Vos},} {c:said} {t:it leaks}.", None),
        ("In a two-line statement, {s:Sir {PERSON:Jan Vos}} {c:said} {t:it leaks}.", None),
        ("{s:{PERSON:Dean Vos}} {c:said} {t:it leaks}.", None),
        ("It rained. {s:Farmer {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Farmer"),
        ("It rained. {s:Sports physician {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Sports physician"),
        ("It rained last summer. {s:Later {PERSON:Jan Vos}} {c:said} {t:it leaks}.", None),
        ("It rained. {s:Minister for Health {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Minister for Health"),
        ("{s:Another member, Senator {PERSON:Jan Vos},} {c:said} {t:it leaks}.", "Senator"),
        (
            "{s:His wife, {PERSON:Eva Vos}, the chief technology officer,} {c:said} {t:it leaks}.",
            "chief technology officer",
        ),
        ("{s:The ranking Democrat, Sen. {PERSON:Jan Vos} of {GPE:Maine},} {c:said} {t:it leaks}.", "ranking Democrat"),
        ("{s:Sen. {PERSON:Jan Vos}, a Republican,} {c:said} {t:it leaks}.", "Sen."),
        ("{s:{PERSON:Jan Vos}, a 19-year-old plumber,} {c:said} {t:it leaks}.", "plumber"),
        ("It rained. {s:Former bandmate {PERSON:Jan Vos}} {c:said} {t:it leaks}.", "Former bandmate"),
        ("{s:{PERSON:Jan Vos}, the first prosecution witness,} {c:said} {t:it leaks}.", "first prosecution witness"),
        ("{s:Councilman {PERSON:Jan Vos}, one of the four,} {c:said} {t:it leaks}.", "Councilman"),
        ("In {s:{ORG:Congress}, Sen. {PERSON:Jan Vos}, a lawyer,} {c:said} {t:it leaks}.", "lawyer"),
        ("On a call with reporters, {s:Dr. {PERSON:Jan Vos},} {c:said} {t:it leaks}.", None),
    ],
)
def test_a_role_is_what_is_told_beside_the_name(read_marked, text, role):
    _, reading = read_marked(text)
    assert reading.claims[0].speaker.endswith("Vos")
    assert reading.claims[0].role == role


def test_a_name_in_a_short_quotation_before_a_name_is_no_nickname(read_marked):
    text, reading = read_marked("It rained. {t:“{PERSON:Bob}!”} {s:{PERSON:Ada Quist}} {c:cried}.")
    assert [m.span.text(text) for m in reading.mentions if m.kind == "name"] == ["Bob", "Ada Quist"]


def test_she_in_quotation_marks_is_not_who_quotes_and_outside_them_she_is(read_marked):
    before = "{PERSON:Bea Ek} was away. She slept. "
    quoted = "{t:“{S:She} {C:promised} {T:that it would hold},”} {s:Ms. {PERSON:Ada Quist}} {c:said}."
    reported = "{s:Ms. {PERSON:Ada Quist}} {c:said} {t:that {S:she} {C:promised} {T:that it would hold}}."
    inner = [
        next(c.speaker for c in read_marked(before + text)[1].claims if c.parent is not None)
        for text in (quoted, reported)
    ]
    assert inner == ["Bea Ek", "Ada Quist"]


def test_a_source_that_was_linked_across_sentences_is_the_one_of_the_cues_sentence(read_marked):
    _, reading = read_marked("{s:{PERSON:Ada Quist}} left. {s:{PERSON:Jan Vos}} {c:said} {t:that it rained}.")
    assert reading.claims[0].speaker == "Jan Vos"


def test_a_joint_claim_has_all_its_speakers_and_they_are_both(read_marked):
    _, reading = read_marked(
        "{s:Mayor {PERSON:Ada Quist} and Mayor {PERSON:Jan Vos}} {c:said} {t:that it rained}. "
        "{t:“It leaks,”} {s:they} {c:wrote}."
    )
    assert [(c.speaker, c.co_speakers) for c in reading.claims] == [("Ada Quist", (("Jan Vos", "PERSON"),))] * 2


@pytest.mark.parametrize(
    ("source", "whom"),
    [
        ("a spokesman for {ORG:Kestrel Lines}", "Kestrel Lines"),
        ("A spokeswoman for the mayor, {PERSON:Ada Quist}", "Ada Quist"),
        ("A {ORG:Kestrel Lines} spokesman", "Kestrel Lines"),
        ("her spokesman", "Ada Quist"),
    ],
)
def test_an_unnamed_spokesperson_speaks_for_somebody_and_is_nobody(read_marked, source, whom):
    _, reading = read_marked(ADA + f"{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert (reading.claims[-1].speaker, reading.claims[-1].speaks_for) == (None, whom)


def test_i_is_who_says_the_words_around_it(read_marked):
    _, reading = read_marked("{t:“{S:I} {C:promised} {T:that it would hold},”} {s:Mayor {PERSON:Ada Quist}} {c:said}.")
    assert [c.speaker for c in reading.claims] == ["Ada Quist", "Ada Quist"]


WIFE = "{PERSON:Jan Vos} came. His wife, {PERSON:Ada}, stayed. {s:{PERSON:Ada}} {c:said} {t:that it rained}.\n"
NIECE = "{s:{PERSON:Jan Vos}’s niece, {PERSON:Ada Ek}, the finance director,} {c:said} {t:that it rained}.\n"


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        (WIFE, "her husband", "Jan Vos"),
        (WIFE, "her brother", None),
        (NIECE, "her uncle", "Jan Vos"),
        (NIECE, "his niece", "Ada Ek"),
        ("{ORG:Kestrel} raised prices. ", "it", "Kestrel"),
        ("{ORG:Kestrel} raised prices.\n", "it", None),
        ("{PERSON:Ada Quist}, 34, came. {PERSON:Bea Ek} left. ", "the 34-year-old", "Ada Quist"),
        ("{PERSON:Ada Quist} came. {PERSON:Bea Ek}, 40, left. ", "the 34-year-old", "Ada Quist"),
        ("{PERSON:Ada Quist} came. ", "the 34-year-old", "Ada Quist"),
        ("{PERSON:Ada Quist} came. ", "the hairdresser", "Ada Quist"),
        ("{PERSON:Ada Quist} came. ", "a hairdresser", None),
        ("K. {PERSON:Moe} came. ", "Mr. {PERSON:Moe}", "K. Moe"),
        ("{PERSON:Colin Vos} came. ", "Mrs. {PERSON:Vos}", None),
        ("", "The Mothers of {GPE:Velin}", "Mothers of Velin"),
        ("", "Officials in {GPE:Velin}", None),
        (
            "{s:{PERSON:Ada Quist}, the head of {ORG:Pacific Relief},} {c:said} {t:that it rained}.\n",
            "her organisation",
            "Pacific Relief",
        ),
        ("{PERSON:Salim al-Rawahi} came. ", "{PERSON:Rawahi}", "Salim al-Rawahi"),
        ("{PERSON:Breda Ní Chonaill} came. ", "Ms {PERSON:Ní Chonaill}", "Breda Ní Chonaill"),
        ("{PERSON:Anna de Souza} came. ", "Ms. {PERSON:de Souza}", "Anna de Souza"),
        ("{PERSON:Ada Quist KC}, prosecuting, rose. ", "Ms. {PERSON:Quist}", "Ada Quist"),
        ("", "{PERSON:Ada Quist} KC, prosecuting,", "Ada Quist"),
        ("The {ORG:Taoiseach}, {PERSON:Ada Quist}, came. ", "the {ORG:Taoiseach}", "Ada Quist"),
        ("{PERSON:Ada Quist} came. ", "the {ORG:Clare TD}", "Ada Quist"),
        ("{PERSON:Gov}. {PERSON:Ada Quist} came. ", "the governor", "Ada Quist"),
        ("CEO {PERSON:Ada Quist} came. ", "the chief executive", "Ada Quist"),
        ("Chancellor {PERSON:Ada Quist} came. ", "the chancellor’s office", "Ada Quist’s office"),
        ("{PERSON:Ada Quist}, the interior minister, came. ", "One cabinet minister", None),
        ("", "{PERSON:Ada Quist}’s {ORG:Popular Renewal}", "Popular Renewal"),
        ("", "{GPE:Germany}’s {ORG:Metal Workers’ League}", "Metal Workers’ League"),
        ("", "the plant’s owner, {ORG:Latimer Power},", "Latimer Power"),
        ("", "The Climate Targets Act", "Climate Targets Act"),
        ("", "{GPE:Kenya}’s central bank", "Kenya’s central bank"),
        ("", "its maker, {ORG:Latimer Power},", "Latimer Power"),
        ("{ORG:Halverd Services} closed. ", "{PERSON:Halverd}", "Halverd Services"),
        ("{PERSON:Ada Quist} of {GPE:Minnesota} spoke. ", "the {ORG:Minnesota Democrat}", "Ada Quist"),
        ("{PERSON:Teammate Ada Quist} came. ", "{PERSON:Quist}", "Ada Quist"),
        ("{PERSON:Bart} van den {PERSON:Heuvel} came. ", "{PERSON:Heuvel}", "Bart van den Heuvel"),
        ("{PERSON:Ada} “Skip” {PERSON:Quist} came. ", "{PERSON:Quist}", "Ada “Skip” Quist"),
        ("{ORG:Aldergate United} lost. ", "{GPE:United}", "Aldergate United"),
        ("{ORG:State Electoral Board} met. {ORG:Port Board} met. ", "the electoral board", "State Electoral Board"),
        (
            "{ORG:Group of Eighteen} met. {ORG:Sea Alliance} met. ",
            "the group",
            "Group of Eighteen",
        ),
        ("", "a former operator", None),
        ("", "Assessment {GPE:Scotland}", "Assessment Scotland"),
        ("", "A rights group in {GPE:Erbil}, {ORG:Lamassu Watch},", "Lamassu Watch"),
        ("{PERSON:Sudha Vos} met {PERSON:Jan Ek}. ", "she", "Sudha Vos"),
        ("{ORG:Ardmore} & {PERSON:Vane} closed. ", "the company", "Ardmore & Vane"),
        ("{PERSON:Lorraine} {PERSON:Abernathy Pickett} came. ", "Ms. {PERSON:Pickett}", "Lorraine Abernathy Pickett"),
        ("{PERSON:Ada Quist}, the union’s chairwoman, came. ", "the former bus inspector", "Ada Quist"),
        ("Missiles fell on {GPE:Ukraine}. ", "{GPE:Kyiv}", "Ukraine"),
        ("A {NORP:Greek} ship sank. ", "{GPE:Athens}", "Athens"),
        ("{GPE:Belgium}’s premier came. ", "{GPE:Brussels}", "Brussels"),
        ("{ORG:Kremlin} staff met. ", "{ORG:Kremlin} spokesman {PERSON:Jan Vos}", "Jan Vos"),
        ("{PERSON:Ada Quist} spoke. ", "later her office", "Ada Quist’s office"),
        ("", "the {NORP:Danish} {ORG:Trade Ministry}", "Danish Trade Ministry"),
        (
            "{PERSON:Ada Quist}, the district attorney, came. ",
            "The district attorney’s office",
            "The district attorney’s office",
        ),
        ("{ORG:Labour} lost. ", "The {NORP:Liberal Democrats}", "Liberal Democrats"),
        ("{ORG:Kestrel Energy} rose. {ORG:Labour} lost. ", "the company", "Kestrel Energy"),
        ("", "The Union of Dock Workers", "Union of Dock Workers"),
        ("", "The senator representing {GPE:Kogi East}, {PERSON:Jan Vos},", "Jan Vos"),
        ("{GPE:Serbia} lost. {PERSON:Jan Vos} fell. ", "The tall {NORP:Serb}", "Jan Vos"),
        ("The chief, {PERSON:Bea Ek}, came. ", "Its chief, {PERSON:Leonard Cardinal}", "Leonard Cardinal"),
        ("{ORG:Porto-based Kestrel} rose. ", "{ORG:Kestrel}", "Kestrel"),
        ("{PERSON:Jan Vos}’s father, {PERSON:Piet Vos}, came. ", "The elder {PERSON:Vos}", "Piet Vos"),
        ("{PERSON:Ada Vos} came. {PERSON:Ben Vos}, her brother and partner, left. ", "{PERSON:Vos}", "Ada Vos"),
        ("The {PERSON:Londoner} came with {PERSON:Jan Vos}. ", "the {PERSON:Londoner}", "Jan Vos"),
        ("{PERSON:Jan Vos} came. ", "The {ORG:CFO}", "Jan Vos"),
        ("House Speaker Grant Vos came. ", "{ORG:Vos}", "Grant Vos"),
        ("United Clothing Workers ({ORG:UCW}) met. ", "the {ORG:UCW}", "United Clothing Workers"),
        ("", "The National Union of Federal Workers", "National Union of Federal Workers"),
        ("", "Great {ORG:Central Trains}, the largest operator", "Great Central Trains"),
        ("", "{GPE:Thailand}’s ruling {ORG:Order Council}", "Order Council"),
        ("", "Promoter {PERSON:Ada Quist}", "Ada Quist"),
        ("{ORG:Food Department} staff met. ", "the police", "the police"),
        ("", "a contingency plan seen by {ORG:Northern Press}", "a contingency plan seen by Northern Press"),
        ("", "a rider outside the firm’s office", None),
        (
            "{ORG:Baltic Institute} published a report. ",
            "The review of care at the port",
            "The review of care at the port",
        ),
        ("{ORG:Straits Bank} fell. ", "the lender", "Straits Bank"),
        ("{ORG:Parks Authority} staff met. ", "the agency", "Parks Authority"),
        (
            "{s:A report by {ORG:Baltic Institute}} {c:said} {t:that it rained}.\n",
            "the 62-page report",
            "A report by Baltic Institute",
        ),
        ("", "your own staff", None),
        ("Datuk {PERSON:Seri Ada Quist} came. ", "Datuk {PERSON:Quist}", "Ada Quist"),
        ("Representative {PERSON:Ada Quist}, the ranking Republican, came. ", "the congresswoman", "Ada Quist"),
        ("", "{PERSON:Porto Mayor} {PERSON:Ada Quist}", "Ada Quist"),
        ("{ORG:Northern Appeals Tribunal} staff met. ", "the {ORG:Appeals Tribunal}", "Northern Appeals Tribunal"),
        ("District Magistrate {PERSON:Ada Quist} came. ", "The {ORG:District Magistrate}", "Ada Quist"),
        ("Justice P.V. {PERSON:Raghavan} sat. ", "he", "P.V. Raghavan"),
        ("", "the {ORG:Committee} on Public Memory", "Committee on Public Memory"),
        ("", "the {ORG:Ministry of Trade}, {ORG:Industry and Energy}", "Ministry of Trade, Industry and Energy"),
        ("{ORG:Friends} of {ORG:Porto Lido} met. ", "the Friends", "Friends of Porto Lido"),
        ("{ORG:Kestrel Athletic} lost to {ORG:Kestrel Rovers Reserves}. ", "{ORG:Kestrel}", "Kestrel Athletic"),
        ("", "the controllers’ union, the Federation of Space Workers", "Federation of Space Workers"),
        ("", "the university’s {ORG:Board of Trustees}", "Board of Trustees"),
    ],
)
def test_a_source_leads_by_what_is_told_of_people_and_bodies(read_marked, before, source, speaker):
    _, reading = read_marked(f"{before}{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert reading.claims[-1].speaker == speaker
