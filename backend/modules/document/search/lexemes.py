"""Makes the search vectors of documents: what Postgres stores and indexes of them.

A vector has four kinds of lexemes, so that one prefix finds any part of a text:

- `contract`: a word, or an emoji;
- `2024.03`: two words with only punctuation between, so that `2024-03-15` finds the date
  and not just any text with these numbers;
- `-ntrac`: the next five letters after each place inside a word, because a copied run of
  characters may begin there;
- `東京都`: three characters from each place of a script without spaces;
- `.`: in the vectors of titles, tags and file names only.
"""

from collections.abc import Iterable, Iterator, Sequence

from backend.core.words import Word, folded, split

# Raise this when a change of these functions or of `backend.core.words` makes other
# lexemes from the same text: the job "index documents" then makes all vectors again.
VERSION = 1

MAX_WORD = 60
_MAX_HALF = 30
_INSIDE = 5
_UNSPACED = 3
# A text of 256 KB in a European language has about 25,000 different ones.
_MAX_INSIDES = 50_000
# The lexemes of a vector may have 1,048,575 bytes together. Words are kept first.
_MAX_BYTES = 900_000


HEAD = "."  # no word is punctuation


def pair(left: str, right: str) -> str:
    """Return the lexeme of two words with only punctuation between."""
    return f"{left[:_MAX_HALF]}.{right[:_MAX_HALF]}"


def windows(text: str, size: int) -> list[str]:
    """Return all parts of this size, or the text itself if it is not longer."""
    return [text[i : i + size] for i in range(max(1, len(text) - size + 1))]


def inside(fragment: str) -> list[str]:
    """Return the lexemes that words have with this fragment after their first letter.

    The last one is a prefix.
    """
    return [f"-{part}" for part in windows(fragment[:MAX_WORD], _INSIDE)]


def unspaced(text: str) -> list[str]:
    """Return the lexemes of a search for a text without spaces; the last is a prefix."""
    return windows(text, _UNSPACED)


def text_lexemes(text: str) -> list[str]:
    """Return the lexemes of a text of up to 256 KB, in the order of their importance."""
    words = list(split(folded(text)))
    found = dict.fromkeys(_whole(words))
    spaced = dict.fromkeys(word.text for word in words if word.kind == "word")
    most = len(found) + _MAX_INSIDES
    for lexeme in _insides(spaced):
        if len(found) >= most:
            break
        found[lexeme] = None
    return list(_within(found, _MAX_BYTES))


def head_lexemes(title: str, tags: Sequence[str], name: str) -> list[str]:
    """Return the lexemes of a document's title, tags and file name."""
    return [HEAD, *text_lexemes("\n".join([title, *tags, name]))]


def head_vector(title: str, tags: Sequence[str], name: str) -> str:
    """Return a tsvector literal of the words of a title, tags and file name, for ranks.

    They have the weights A, B and C.
    """
    places: dict[str, list[str]] = {}
    position = 0
    for text, weight in ((title, "A"), *((tag, "B") for tag in tags), (name, "C")):
        for lexeme in _whole(split(folded(text))):
            position += 1
            places.setdefault(lexeme, []).append(f"{position}{weight}")
    return " ".join(f"{quoted(each)}:{','.join(at)}" for each, at in places.items())


def quoted(lexeme: str) -> str:
    """Return a lexeme in the quotes of a tsvector or tsquery literal."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _whole(words: Iterable[Word]) -> Iterator[str]:
    """Yield words, pairs of words, and parts of scripts without spaces."""
    before = ""
    for word in words:
        if word.kind == "unspaced":
            yield from (
                word.text[i : i + _UNSPACED] for i in range(len(word.text))
            )  # also the last one or two characters
            continue
        yield word.text[:MAX_WORD]
        if word.joined:
            yield pair(before, word.text)
        before = word.text


def _insides(words: Iterable[str]) -> Iterator[str]:
    """Yield the lexemes from the places inside words, but not from their last letter."""
    for word in words:
        for i in range(1, len(word) - 1):
            yield f"-{word[i : i + _INSIDE]}"


def _within(lexemes: Iterable[str], size: int) -> Iterator[str]:
    """Yield lexemes until their bytes together reach a size."""
    for lexeme in lexemes:
        size -= len(lexeme.encode())
        if size < 0:
            return
        yield lexeme
