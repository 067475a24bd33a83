"""The student's vocabulary: MiniLM's English word pieces without its unused rows, and Chinese pieces.

Everything is one greedy longest-match (WordPiece) model, so the shipped tokenizer is one JSON file
and one call; runs of Chinese characters are cut out first, so a piece never mixes the two scripts.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# What is kept of BERT's vocabulary: Latin, Greek, punctuation, mathematics.
_FOREIGN = re.compile(r"[^\x00-\u024f\u0370-\u03ff\u2000-\u22ff]")
LONGEST_PIECE = 4  # characters
# Merges glue these onto words (的模型, 模型和); such a piece is worth less than the word alone.
_PARTICLES = frozenset(
    "的了和在将则由与对从以是为被中上下时也就都而及或不有我你他它们这那会可能要用把让其该个一到后前等所"
)
# Chinese punctuation means what its English counterpart means, so it starts from that row.
PUNCTUATION = dict(zip("，。：；？！（）、“”‘’《》【】", ',.:;?!(),""\'\'""[]', strict=True))


@dataclass(frozen=True)
class Vocabulary:
    """Rows of the student's embedding table.

    The first len(english) rows are copies of the teacher's rows `english`; the rest, in order, are
    the pieces `chinese`.
    """

    english: tuple[int, ...]
    chinese: tuple[str, ...]
    tokenizer_json: str

    def tokenizer(self) -> Tokenizer:
        """A fast tokenizer that yields these rows."""
        return Tokenizer.from_str(self.tokenizer_json)


def build_vocabulary(base: Tokenizer, chinese_texts: Iterable[str], size: int) -> Vocabulary:
    """A vocabulary with up to `size` Chinese pieces learned from `chinese_texts`, its characters included."""
    rows = base.get_vocab()
    kept = sorted((row, piece) for piece, row in rows.items() if _is_kept(piece))
    pieces = [*PUNCTUATION, *learn_pieces(chinese_texts, size)]
    pieces += sorted(common_characters() - set(pieces))
    vocabulary = {piece: new for new, (_, piece) in enumerate(kept)}
    for offset, piece in enumerate(pieces):
        # A Chinese piece means the same at the start and inside of a run: both forms share one row.
        vocabulary[piece] = vocabulary["##" + piece] = len(kept) + offset
    return Vocabulary(tuple(row for row, _ in kept), tuple(pieces), _tokenizer_json(base, vocabulary))


def learn_pieces(texts: Iterable[str], size: int) -> list[str]:
    """Chinese characters and the words that byte-pair merges find; most frequent characters first."""
    model = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=size, max_token_length=LONGEST_PIECE + 1, min_frequency=3, show_progress=False
    )
    model.train_from_iterator((run for text in texts for run in _HAN_RUN.findall(text)), trainer)
    learned = model.get_vocab()
    return sorted((p for p in learned if not _is_glued(p, learned)), key=lambda p: (len(p), p))


def _is_glued(piece: str, learned: Mapping[str, int]) -> bool:
    if len(piece) < 3:
        return False
    first, last = piece[0] in _PARTICLES, piece[-1] in _PARTICLES
    return (first and piece[1:] in learned) or (last and piece[:-1] in learned)


def common_characters() -> set[str]:
    """The 3,755 characters of GB 2312's first level: nearly all that modern texts are written with."""
    rows, columns = range(0xB0, 0xD8), range(0xA1, 0xFF)
    return set("".join(bytes([row, column]).decode("gb2312", "ignore") for row in rows for column in columns))


def character_parts(vocabulary: Vocabulary) -> dict[int, list[int]]:
    """For each Chinese piece of several characters, the rows of its characters."""
    first = len(vocabulary.english)
    row = {piece: first + offset for offset, piece in enumerate(vocabulary.chinese)}
    return {row[piece]: [row[c] for c in piece] for piece in vocabulary.chinese if len(piece) > 1}


def _is_kept(piece: str) -> bool:
    if piece.startswith("[unused") or piece in PUNCTUATION:
        return False
    return not _FOREIGN.search(piece)


def _tokenizer_json(base: Tokenizer, vocabulary: dict[str, int]) -> str:
    shell = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]", max_input_chars_per_word=100))
    shell.normalizer = normalizers.BertNormalizer(handle_chinese_chars=False)
    known = "".join(sorted(piece for piece in vocabulary if _HAN_RUN.fullmatch(piece) and len(piece) == 1))
    cuts = [
        Regex(r"\p{Han}+"),
        # Else one strange character would make the whole run around it unknown.
        Regex(rf"[\p{{Han}}&&[^{known}]]"),
    ]
    shell.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), *(pre_tokenizers.Split(cut, "isolated") for cut in cuts)]
    )
    ends: Sequence[tuple[str, int]] = [(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    shell.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=list(ends))
    described = json.loads(shell.to_str())
    described["model"]["vocab"] = vocabulary
    return json.dumps(described, ensure_ascii=False, separators=(",", ":"))
