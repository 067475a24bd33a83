"""Tiny causal models, made in the test: random weights, a tokenizer trained on a few lines, saved to disk."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

LINES = [
    "Med-PaLM 2 scored 86.5% on MedQA. It was built by Google Research.",
    "PubMedGPT 在 MedMCQA 上的得分为 50.3%。它由斯坦福大学开发。",
    "You answer questions about medical foundation models from numbered excerpts of survey papers.",
    "你根据综述论文中带编号的摘录，回答关于医学基础模型的问题。",
]
CONTEXT, WIDTH = 2048, 256
PROMPT_ENDS = ("assistant\n", "Answer:", "回答：", "Rewritten:", "改写：")
CHAT = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WITHOUT_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    + CHAT
)
THINKING = CHAT.replace("assistant\n{% endif %}", "assistant\n<think>\n{% endif %}")


def save_model(
    folder: Path, template: str | None, says: Sequence[str] = (), *, forever: bool = False
) -> Path:
    """Save a model at `folder`. One that `says` something writes these pieces, then ends, whatever it is
    asked, or begins anew `forever`; no piece may come twice. Without, it writes whatever its random weights
    give."""
    tokenizer = _tokenizer()
    tokenizer.chat_template = template
    tokenizer.add_tokens(list(says))
    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=WIDTH,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=CONTEXT,
            bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
    if says:
        _teach(model, tokenizer, says, forever)
    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)
    return folder


def _tokenizer() -> PreTrainedTokenizerFast:
    """Pieces of bytes, so that any text can be read and written."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=["<pad>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(LINES, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<|im_end|>")


def _teach(
    model: LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast, says: Sequence[str], forever: bool
) -> None:
    """Make each piece follow the one before it, and the first one what prompts end with: the layers do
    nothing, and the output looks up what follows the last token."""
    ids = tokenizer.convert_tokens_to_ids(list(says))
    ids.append(ids[0] if forever else tokenizer.eos_token_id)
    ends = {tokenizer.encode(end, add_special_tokens=False)[-1] for end in PROMPT_ENDS}
    with torch.no_grad():
        for name, parameter in model.model.layers.named_parameters():
            if "norm" not in name:
                parameter.zero_()
        embeddings = torch.nn.functional.normalize(torch.randn(len(tokenizer), WIDTH), dim=1)
        model.model.embed_tokens.weight.copy_(embeddings)
        scores = torch.zeros(len(tokenizer), WIDTH)
        for before, after in [*((end, ids[0]) for end in sorted(ends)), *pairwise(ids)]:
            scores[after] += embeddings[before]
        model.lm_head.weight.copy_(scores)
