"""What the bilingual survey says twice, and what it repeats of its original.

Blocks are made from the lines of the files, so that the pairs below can be checked with an editor: a block's
id is its document and line number.
"""

import dataclasses
import re
from collections.abc import Iterable

import pytest

from corpus import Document, Span, load_corpus
from indexing.blocks import Block, BlockKind, Structure
from indexing.structure.language import language_of
from indexing.structure.marks import find_marks
from indexing.structure.parallel import link_parallel
from indexing.structure.references import find_bibliography

ORIGINAL, BILINGUAL = (document for document in load_corpus() if document.id.startswith("qiu-2023"))
NUMBERS = frozenset(reference.number for reference in find_bibliography(ORIGINAL))
TABLES = {
    ORIGINAL.id: (range(147, 170), range(255, 268)),
    BILINGUAL.id: (range(119, 142), range(142, 166), range(237, 250), range(251, 265)),
}
PAIRS = [
    (1, 2), (5, 6), (9, 10), (38, 39), (40, 41), (42, 43), (57, 58), (75, 76), (91, 92), (107, 108),
    (115, 116), (117, 118), (166, 167), (196, 197), (224, 225), (236, 250), (265, 266), (290, 291),
    (308, 309), (120, 144), (133, 157), (141, 165), (238, 253), (249, 264),
]  # fmt: skip
REPEATED = [
    (1, 3), (5, 9), (34, 40), (40, 48), (63, 89), (75, 87), (117, 145), (196, 209), (228, 243), (308, 326),
    (121, 149), (133, 161), (141, 169), (238, 256), (6, 9), (198, 209), (157, 161), (250, 253),
]  # fmt: skip


def kind_of(line: str, in_table: bool) -> BlockKind:
    if in_table:
        return BlockKind.LAYOUT if "|---" in line else BlockKind.TABLE_ROW
    if re.match(r"(Fig\.|TABLE|图|表) ", line):
        return BlockKind.CAPTION
    return BlockKind.HEADING if re.match(r"[A-Z]+\. .{0,60}$", line) else BlockKind.PARAGRAPH


def structure_of(document: Document, joined: Iterable[tuple[int, int]] = ()) -> Structure:
    """A block for each line; the second line of each pair in `joined` belongs to the first one's block."""
    lines: dict[int, Span] = {}
    position = 0
    for number, line in enumerate(document.text.split("\n"), start=1):
        if line.strip() and line != "REFERENCES":
            lines[number] = Span(position, position + len(line))
        position += len(line) + 1
        if line == "REFERENCES":
            break
    continued = dict(joined)
    blocks = []
    for number, span in lines.items():
        if number in continued.values():
            continue
        spans = (span, lines[continued[number]]) if number in continued else (span,)
        words = document.text[slice(*span)]
        table = next((f"table-{t.start}" for t in TABLES[document.id] if number in t), None)
        blocks.append(
            Block(
                id=f"{document.id}:{number}",
                document=document.id,
                kind=kind_of(words, table is not None),
                section=(),
                language=language_of(words),
                spans=tuple(sorted(spans)),
                marks=find_marks(document.text, spans, NUMBERS),
                table=table,
            )
        )
    return Structure(document.id, tuple(blocks), (), ())


def link(joined: Iterable[tuple[int, int]] = ()) -> dict[int, Block]:
    """The linked blocks of the bilingual survey by line number."""
    structures = (structure_of(ORIGINAL), structure_of(BILINGUAL, joined))
    _, linked = link_parallel(structures, (ORIGINAL, BILINGUAL))
    return {int(block.id.split(":")[1]): block for block in linked.blocks}


@pytest.fixture(scope="module")
def blocks() -> dict[int, Block]:
    return link()


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_a_line_and_its_translation_point_at_each_other(
    blocks: dict[int, Block], english: int, chinese: int
) -> None:
    assert blocks[english].parallel == blocks[chinese].id
    assert blocks[chinese].parallel == blocks[english].id


def test_partners_are_mutual_and_of_different_languages(blocks: dict[int, Block]) -> None:
    by_id = {block.id: block for block in blocks.values()}
    paired = [block for block in blocks.values() if block.parallel]
    assert len(paired) > 280
    for block in paired:
        partner = by_id[block.parallel or ""]
        assert partner.parallel == block.id
        assert partner.language != block.language or block.kind is BlockKind.TABLE_ROW


def test_a_line_without_its_translation_has_no_partner(blocks: dict[int, Block]) -> None:
    # 196 is translated in three lines; the author list's translation (4) is as English as the list itself.
    alone = {
        number
        for number, block in blocks.items()
        if block.parallel is None and block.kind is not BlockKind.LAYOUT
    }
    assert alone == {3, 4, 198, 199}


@pytest.mark.parametrize(("line", "original"), REPEATED)
def test_a_line_repeats_its_original(blocks: dict[int, Block], line: int, original: int) -> None:
    assert blocks[line].same_as == f"{ORIGINAL.id}:{original}"


def test_nearly_every_line_is_found_in_the_original(blocks: dict[int, Block]) -> None:
    lost = [n for n, block in blocks.items() if block.same_as is None and block.kind is not BlockKind.LAYOUT]
    assert lost == []


def test_blocks_of_several_lines_are_paired_by_all_of_them() -> None:
    blocks = link(joined=[(75, 63), (76, 64), (115, 166), (116, 167)])
    assert blocks[75].parallel == f"{BILINGUAL.id}:76"
    assert blocks[115].parallel == f"{BILINGUAL.id}:116"
    assert blocks[79].parallel == f"{BILINGUAL.id}:80"
    # Where only one of two is joined, the other half still repeats what the whole does.
    assert link(joined=[(115, 166)])[116].same_as == link(joined=[(115, 166)])[115].same_as is not None
    assert blocks[75].same_as in {f"{ORIGINAL.id}:87", f"{ORIGINAL.id}:89"}


def test_the_original_and_unrelated_documents_are_left_alone() -> None:
    original = structure_of(ORIGINAL)
    linked, _ = link_parallel((original, structure_of(BILINGUAL)), (ORIGINAL, BILINGUAL))
    assert linked == original
    alone = dataclasses.replace(BILINGUAL, parallel_to=None)
    structure = structure_of(BILINGUAL)
    assert link_parallel((original, structure), (ORIGINAL, alone)) == (original, structure)


def made_up(lines: list[str]) -> dict[int, Block]:
    """The linked blocks of a made-up bilingual text beside an original that says nothing of it."""
    text = "\n".join(lines)
    document = dataclasses.replace(BILINGUAL, text=text)
    blocks = []
    position = 0
    for number, line in enumerate(lines):
        span = Span(position, position + len(line))
        language = language_of(line)
        blocks.append(Block(str(number), document.id, BlockKind.PARAGRAPH, (), language, (span,)))
        position += len(line) + 1
    structures = (Structure(ORIGINAL.id, (), (), ()), Structure(document.id, tuple(blocks), (), ()))
    return {int(block.id): block for block in link_parallel(structures, (ORIGINAL, document))[1].blocks}


def test_order_names_and_lengths_decide() -> None:
    blocks = made_up(
        [
            "BERT and GPT-3 were trained on 45 TB of text.",
            "The translation of this line about PaLM and 540 billion parameters is lost.",
            "BERT 和 GPT-3 的训练文本达 45 TB。",
            "A third line, on nothing with a name, ends here.",
            "第三行没有任何名称，到此结束。",
            "A short one.",
            "这一行长得多，不可能是前面那句短话的翻译，因为它又说了许多别的事情，而且还在继续往下说。",
        ]
    )
    assert [blocks[n].parallel for n in range(7)] == ["2", None, "0", "4", "3", None, None]
    assert all(block.same_as is None for block in blocks.values())
