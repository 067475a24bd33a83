"""Made-up question pairs: documentation hardly ever asks, so its terms are put into set questions."""

import random
import re
from collections.abc import Iterable

from indexing.training.data import Pair

_TERM = re.compile(r"[\u4e00-\u9fff]{2,10}")
_WORDS = re.compile(r"[A-Za-z][A-Za-z-]*( [A-Za-z-]+){0,3}")
FORMS = (
    ("What is {}?", "{}是什么？"),
    ("What is {}?", "什么是{}？"),
    ("What does {} do?", "{}有什么作用？"),
    ("What are the kinds of {}?", "{}有哪些种类？"),
    ("What are the advantages of {}?", "{}的优点是什么？"),
    ("What are the limits of {}?", "{}有哪些局限？"),
    ("What challenges does {} face?", "{}面临哪些挑战？"),
    ("What is the name of {}?", "{}叫什么名字？"),
    ("What is another name for {}?", "{}的另一个名称是什么？"),
    ("What caused {}?", "是什么导致了{}？"),
    ("What happened to {}?", "{}发生了什么？"),
    ("What is {} an example of?", "{}是什么的一个例子？"),
    ("How does {} work?", "{}是如何工作的？"),
    ("How is {} evaluated?", "如何评估{}？"),
    ("How many {} are there?", "有多少{}？"),
    ("How much {} is needed?", "需要多少{}？"),
    ("How long does {} take?", "{}需要多长时间？"),
    ("Who invented {}?", "谁发明了{}？"),
    ("Who is responsible for {}?", "谁负责{}？"),
    ("When was {} introduced?", "{}是什么时候推出的？"),
    ("In which year did {} begin?", "{}是哪一年开始的？"),
    ("Where is {} used?", "{}用在哪里？"),
    ("Where does {} come from?", "{}来自哪里？"),
    ("In which country is {}?", "{}在哪个国家？"),
    ("Which data set is used for {}?", "{}使用哪个数据集？"),
    ("Why is {} important?", "为什么{}很重要？"),
)


def made_questions(pairs: Iterable[Pair], seed: int) -> list[Pair]:
    """Two questions, drawn by `seed`, about every pair that is a term in both languages."""
    draw = random.Random(seed)
    terms = [pair for pair in pairs if _TERM.fullmatch(pair.zh) and _WORDS.fullmatch(pair.en)]
    made = []
    for pair in terms:
        term = pair.en if pair.en.isupper() else pair.en.lower()
        made += [Pair(en.format(term), zh.format(pair.zh)) for en, zh in draw.sample(FORMS, 2)]
    return made
