"""What the command line says around answers, in both languages."""

from dataclasses import dataclass

from indexing.blocks import BlockKind, Language


@dataclass(frozen=True)
class Words:
    """The wordings of one language; `separator` stands between the parts of a line."""

    source_in: str
    """Before a sentence that is in the other language than the answer."""
    understood: str
    """Before the question that a follow-up was understood as."""
    unsupported: str
    unchecked: str
    """Behind a sentence that the judge failed on."""
    closest: str
    differ: str
    differ_about: str
    said_in: str
    translation_of: str
    cites: str
    comma: str
    also_in: str
    row: str
    support: str
    milliseconds: str
    dropped: str
    repaired: str
    ignored: str
    left_out: str
    thoughts: str
    writing: str
    """Over text that is shown before it is checked."""
    no_passages: str
    score: str
    term_columns: tuple[str, ...]
    """Over the columns of the glossary: English, Chinese, abbreviation, how often, where."""
    no_term: str
    kinds: dict[BlockKind, str]


WORDS: dict[Language, Words] = {
    "en": Words(
        source_in="Source in Chinese: ",
        understood="Understood as: {question}",
        unsupported="(not supported by its source)",
        unchecked="(could not be checked)",
        closest="Closest, but not an answer:",
        differ="The sources differ:",
        differ_about="The sources differ on {about}:",
        said_in="{value}, in {source}",
        translation_of="the Chinese translation in {source}",
        cites="the survey cites {numbers} here",
        comma=", ",
        also_in="also in {sources}",
        row="row {name}",
        support="support {support:.2f} · {supported} of {all} sentences supported",
        milliseconds="{generator}, {time:.0f} ms",
        dropped="{count} unsupported dropped",
        repaired="{count} rewritten",
        ignored="{count} citations of nothing ignored",
        left_out="{count} passages left out, as the model holds no more",
        thoughts="Thoughts, which are no part of the answer:",
        writing="Writing, not checked yet:",
        no_passages="No passages found.",
        score="score {score:.2f} ({ranks})",
        term_columns=("English", "Chinese", "Short", "Times", "Source"),
        no_term="The glossary has no term {term!r}.",
        kinds={kind: kind.value for kind in BlockKind},
    ),
    "zh": Words(
        source_in="原文为英文：",
        understood="理解为：{question}",
        unsupported="（来源不足以支持这句话）",
        unchecked="（未能核对）",
        closest="最接近的内容（并非答案）：",
        differ="各来源说法不一：",
        differ_about="各来源说法不一（{about}）：",
        said_in="{value}，见{source}",
        translation_of="{source} 的中文译文",
        cites="综述在此引用文献 {numbers}",
        comma="、",
        also_in="另见 {sources}",
        row="{name} 行",
        support="支持度 {support:.2f} · {all} 句中 {supported} 句有据",
        milliseconds="{generator}，{time:.0f} 毫秒",
        dropped="{count} 句无据，未显示",
        repaired="{count} 句经改写",
        ignored="忽略 {count} 个不存在的引用",
        left_out="模型容量不足，{count} 段未读",
        thoughts="思考过程（不属于回答）：",
        writing="正在写，尚未核对：",
        no_passages="没有找到相关段落。",
        score="得分 {score:.2f}（{ranks}）",
        term_columns=("英文", "中文", "缩写", "次数", "出处"),
        no_term="术语表中没有“{term}”。",
        kinds={
            BlockKind.HEADING: "标题",
            BlockKind.PARAGRAPH: "段落",
            BlockKind.LIST_ITEM: "列表项",
            BlockKind.TABLE_ROW: "表格行",
            BlockKind.CAPTION: "图表标题",
            BlockKind.FOOTNOTE: "脚注",
            BlockKind.REFERENCE: "参考文献",
            BlockKind.FRONT_MATTER: "文首信息",
            BlockKind.LAYOUT: "版面",
        },
    ),
}
