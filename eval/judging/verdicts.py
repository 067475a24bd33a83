"""What a judge says of each sentence of a reply, against all that was read and against what it cites.

Citation recall and precision are those of ALCE (Gao et al. 2023): a sentence is recalled if its citations
together support it; a citation is precise if its sentence is recalled and it either supports the sentence
alone or can't be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import JudgeError
from assistant.judging import THRESHOLD, Judge
from eval.judging.claims import Splitter
from eval.replies import Reply, Sentence


@dataclass(frozen=True)
class Verdict:
    """A sentence as judged; None where the judge failed.

    `claims`: of each of its claims, whether the evidence read supports it. `recalled`: whether the citations
    together support the sentence. `precise`: of each citation, whether it is one that counts.
    """

    text: str
    claims: tuple[bool | None, ...]
    recalled: bool | None
    precise: tuple[bool | None, ...]
    problem: str = ""


class Jury:
    """Judges replies. A failure of the judge leaves a verdict open, and is told as `problem`."""

    def __init__(self, judge: Judge, splitter: Splitter, threshold: float = THRESHOLD) -> None:
        self.judge = judge
        self.splitter = splitter
        self.threshold = threshold
        self._problem = ""

    def verdicts(self, reply: Reply) -> tuple[Verdict, ...]:
        """A verdict on each sentence of the reply; none on a refusal."""
        return () if reply.abstained else tuple(self._verdict(reply, said) for said in reply.sentences)

    def _verdict(self, reply: Reply, sentence: Sentence) -> Verdict:
        self._problem = ""
        cited = [reply.evidence(citation) for citation in reply.cited(sentence)]
        recalled = self._supports(sentence.text, cited)
        precise = tuple(
            self._is_precise(sentence.text, cited, place, recalled) for place in range(len(cited))
        )
        claims = tuple(self._stands(claim, cited, reply) for claim in self._claims(sentence.text))
        return Verdict(sentence.text, claims, recalled, precise, self._problem)

    def _claims(self, text: str) -> Sequence[str | None]:
        try:
            return self.splitter.split(text)
        except JudgeError as error:
            self._problem = str(error)
            return [None]

    def _stands(self, claim: str | None, cited: Sequence[str], reply: Reply) -> bool | None:
        """Whether anything that was read supports a claim; what it cites is asked first."""
        if claim is None:
            return None
        found = [self._supports(claim, cited)] if cited else []
        for passage in reply.passages:
            if any(found):
                break
            found.append(self._supports(claim, [passage.evidence]))
        return True if any(found) else None if None in found else False

    def _is_precise(self, text: str, cited: Sequence[str], place: int, recalled: bool | None) -> bool | None:
        if not recalled or len(cited) == 1:
            return recalled
        alone = self._supports(text, [cited[place]])
        if alone is not False:
            return alone
        rest = self._supports(text, [*cited[:place], *cited[place + 1 :]])
        return None if rest is None else not rest

    def _supports(self, claim: str, sources: Sequence[str]) -> bool | None:
        if not sources:
            return False
        try:
            return self.judge.support(claim, "\n".join(sources)) >= self.threshold
        except JudgeError as error:
            self._problem = str(error)
            return None
