"""Random texts of twelve scripts, and runs of characters that a person could copy."""

import unicodedata

from hypothesis import strategies as st

# Letters and marks of each script; the first twenty are those that most texts have.
_SCRIPTS = {
    "Latin": "etaoinshrdlcumwfgypb" + "vkxjqzEAIÄÖÜßéèñçøłŠİ\u0131ﬁ",
    "Cyrillic": "оеаинтсрвлкмдпуяыьгз" + "бчйхжшюцщэфъёЕАИЙЁ",
    "Greek": "αοιετσνηυρπκμλςωδγχθ" + "φβξζψάέήίόύώΑΣΩ",
    "Arabic": "ابتثجحخدذرزسشصضطظعغف" + "قكلمنهويءآأىة\u064e\u0651",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקר" + "שתךםןףץ\u05b0\u05b4\u05bc",
    "Devanagari": "कखगघचछजझटठडढतथदधनपफब"
    + "भमयरलवशसहअआइईउऊ\u093e\u093f\u0940\u0941\u0947\u094b\u094d\u0902",
    "Thai": "กขคงจฉชซดตถทธนบปผพมย" + "รลวสหอเแโไ\u0e31\u0e34\u0e35\u0e48\u0e49",
    "Khmer": "កខគឃងចឆជឈញដឋឌឍណតថទធន" + "បផពភមយរលវសហអ\u17b6\u17b7\u17d2\u17c6",
    "Han": "的一是不了人我在有他这中大来上国和地到以" + "東京都庁年月日円々〇𠮷",
    "Kana": "あいうえおかきくけこさしすせそたちつてと"
    + "がぎぐパピプペポアイウエンーッャ",
    "Hangul": "가나다라마바사아자차카타파하고노도로모보" + "한국어문서검색",
    "Emoji": "🎉👍😀🚀📄🧾💥🐍☂☃" + "🏳🌈👩💻🏽🇩🇪",
}
SCRIPTS = sorted(_SCRIPTS)
_BETWEEN = (
    [" "] * 12 + [*"\n-.,/:@_'()"] + ["\u2013", "—", "…", "\u00a0", " • ", "“", "”"]
)


def texts(script: str) -> st.SearchStrategy[str]:
    """Return texts of one script with numbers and punctuation, as they are stored."""
    letters = st.text(st.sampled_from(_SCRIPTS[script]), min_size=1, max_size=12)
    numbers = st.integers(0, 99999).map(str)
    word = st.one_of(letters, letters, letters, numbers)
    pieces = st.lists(st.tuples(word, st.sampled_from(_BETWEEN)), min_size=1)
    joined = pieces.map(lambda found: "".join(a + b for a, b in found))
    return joined.map(lambda text: unicodedata.normalize("NFC", text))


def is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a run neither begins nor ends inside one character on the screen."""
    inside = [text[place] for place in (start, end) if place < len(text)]
    return not any(unicodedata.category(c)[0] == "M" or c == "\u200d" for c in inside)
