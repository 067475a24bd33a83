"""The plainest judge: how many of the claim's words the source has. Others are measured against it."""

from indexing.analysis import words


class OverlapJudge:
    """Support is the share of the claim's content words that the source holds."""

    name = "overlap"

    def support(self, claim: str, source: str) -> float:
        wanted = set(words(claim))
        return len(wanted & set(words(source))) / len(wanted) if wanted else 0.0
