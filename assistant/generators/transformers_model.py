"""Causal language models that run in this process, with transformers: `hf:ID-or-path`."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from assistant.errors import GeneratorError
from assistant.generators.packing import reply_budget
from assistant.generators.prompts import STOPS
from assistant.generators.protocol import Message
from assistant.generators.stopping import until
from assistant.generators.thinking import OPEN
from assistant.settings import Settings
from indexing.build import Progress
from indexing.errors import EmbedderError
from indexing.hub import Place, cache_folder, first_line, locate

STEP = "loading the language model"
UNSAID_CONTEXT = 4096
"""Tokens that a model is taken to hold whose configuration doesn't say."""
_UNLIMITED = 10**9
"""Tokenizers that know no limit give a number beyond this."""
_REMEDY = "Choose a smaller model, dtype bfloat16, or another device."


class TransformersModel:
    """A causal model with its own chat template; one without gets the messages as plain text.

    Looks for the model at once and loads its weights once. Greedy unless a temperature is set. Threads may
    share it; they write one after the other.
    """

    def __init__(self, id_or_path: str, settings: Settings, progress: Progress | None = None) -> None:
        self._id = id_or_path
        self._settings = settings
        self._lock = Lock()
        place = _place(id_or_path)
        if progress:
            progress(STEP, 0, 1)
        self._tokenizer, self._model = _load(id_or_path, place, settings)
        if progress:
            progress(STEP, 1, 1)
        self._context = settings.context or _context(self._model.config, self._tokenizer)

    @property
    def name(self) -> str:
        """`hf:` with the id, or the folder's name."""
        path = Path(self._id).expanduser()
        return f"hf:{path.resolve().name if path.is_dir() else self._id}"

    @property
    def context(self) -> int:
        return self._context

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        prompt, templated = self._prompt(messages)
        if templated and prompt.rstrip().endswith(OPEN):
            yield OPEN  # the template opened the thoughts, so the reply doesn't
        yield from until(self._pieces(prompt, templated), () if templated else STOPS)

    def _prompt(self, messages: Sequence[Message]) -> tuple[str, bool]:
        """The text that the model goes on from, and whether a template made it."""
        if not self._tokenizer.chat_template:
            return "\n\n".join(message.text for message in messages), False
        asked = [{"role": message.role, "content": message.text} for message in messages]
        try:
            return self._templated(asked), True
        except Exception as error:  # a template can fail in any way
            if asked[0]["role"] != "system":
                raise self._failed(error) from error
        # Some templates know no system message; what it says then begins the user's.
        merged = {"role": "user", "content": f"{asked[0]['content']}\n\n{asked[1]['content']}"}
        try:
            return self._templated([merged, *asked[2:]]), True
        except Exception as error:
            raise self._failed(error) from error

    def _templated(self, asked: list[dict[str, str]]) -> str:
        text: str = self._tokenizer.apply_chat_template(asked, tokenize=False, add_generation_prompt=True)
        return text

    def _pieces(self, prompt: str, templated: bool) -> Iterator[str]:
        """What the model writes, from a thread of its own that ends when nobody listens any more."""
        inputs = self._tokenizer(prompt, return_tensors="pt", add_special_tokens=not templated)
        room = self._context - inputs["input_ids"].shape[1]
        if room < 1:
            message = f"The prompt is longer than the context of {self.name}, {self._context} tokens."
            raise GeneratorError(message, "Read fewer passages (-k), or set context if the model holds more.")
        library = import_module("transformers")
        streamer = library.TextIteratorStreamer(self._tokenizer, skip_prompt=True, skip_special_tokens=True)
        left, failures = Event(), list[BaseException]()

        def write() -> None:
            try:
                with self._lock:
                    self._generate(
                        inputs, streamer, left, min(room, reply_budget(self, self._settings.max_tokens))
                    )
            except BaseException as error:  # handed over to the thread that listens
                failures.append(error)
                streamer.end()

        thread = Thread(target=write, daemon=True)
        thread.start()
        try:
            yield from streamer
        finally:
            left.set()
            thread.join()
        if failures:
            raise self._failed(failures[0]) from failures[0]

    def _generate(self, inputs: Any, streamer: Any, left: Event, most: int) -> None:  # noqa: ANN401  (transformers' own)
        torch, library = import_module("torch"), import_module("transformers")

        def stops(ids: Any, scores: Any, **_: object) -> Any:  # noqa: ANN401
            return torch.full((ids.shape[0],), left.is_set(), dtype=torch.bool, device=ids.device)

        sampled = self._settings.temperature > 0
        config = deepcopy(self._model.generation_config)
        config.update(
            do_sample=sampled,
            temperature=self._settings.temperature if sampled else None,
            top_p=config.top_p if sampled else None,
            top_k=config.top_k if sampled else None,
            max_new_tokens=most,
            max_length=None,
            num_beams=1,
            pad_token_id=_pad(self._tokenizer, config),
        )
        if sampled:
            torch.manual_seed(self._settings.seed)
        with torch.inference_mode():
            self._model.generate(
                **inputs.to(self._model.device),
                generation_config=config,
                streamer=streamer,
                stopping_criteria=library.StoppingCriteriaList([stops]),
            )

    def _failed(self, error: BaseException) -> GeneratorError:
        told = first_line(error) if isinstance(error, Exception) else type(error).__name__
        remedy = _REMEDY if "memory" in told.casefold() else ""
        return GeneratorError(f"{self.name} failed: {told}", remedy)


def _pad(tokenizer: Any, config: Any) -> int | None:  # noqa: ANN401  (transformers' own)
    """A padding token: any will do, as one text is written at a time."""
    if tokenizer.pad_token_id is not None:
        return int(tokenizer.pad_token_id)
    ends = config.eos_token_id
    first: int | None = ends[0] if isinstance(ends, list) else ends
    return first


def _place(id_or_path: str) -> Place:
    """Where the model is; a folder is taken as it is, for its weights are too large to hash."""
    folder = Path(id_or_path).expanduser()
    if id_or_path and folder.is_dir():
        if not (folder / "config.json").is_file():
            raise GeneratorError(f"The folder {folder} holds no model.", "Check the path.")
        return Place(str(folder), "", True)
    try:
        return locate(id_or_path)
    except EmbedderError as error:
        raise GeneratorError(error.message, error.remedy) from error


def _load(id: str, place: Place, settings: Settings) -> tuple[Any, Any]:
    """The tokenizer and the model on its device. Raises GeneratorError in one line, whatever is wrong."""
    torch, library = import_module("torch"), import_module("transformers")
    logging = import_module("transformers.utils.logging")
    logging.disable_progress_bar()  # progress is the caller's to show
    device = _device(torch) if settings.device == "auto" else settings.device
    source = {
        "revision": None if place.local else place.version,
        "local_files_only": place.local,
        "cache_dir": cache_folder(),
    }
    try:
        tokenizer = library.AutoTokenizer.from_pretrained(place.source, **source)
        dtype = _dtype(torch, device, settings.dtype)
        model = library.AutoModelForCausalLM.from_pretrained(place.source, dtype=dtype, **source)
        return tokenizer, model.to(device).eval()
    except Exception as error:  # a model's files can be wrong in any way
        remedy = _REMEDY if "memory" in str(error).casefold() else "Check that it is a causal language model."
        raise GeneratorError(f"The model {id} can't be loaded: {first_line(error)}", remedy) from error
    finally:
        logging.enable_progress_bar()


def _device(torch: Any) -> str:  # noqa: ANN401  (the library, which is imported only when it is needed)
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _dtype(torch: Any, device: str, wanted: str) -> Any:  # noqa: ANN401  (as above)
    """bfloat16 on a GPU that knows it, else float16; float32 on a CPU, where the shorter ones are slow."""
    if wanted != "auto":
        return getattr(torch, wanted)
    if device == "cpu":
        return torch.float32
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.float16


def _context(config: Any, tokenizer: Any) -> int:  # noqa: ANN401  (transformers' own)
    """What the model says that it holds, the tokenizer's limit included."""
    positions = getattr(config.get_text_config(), "max_position_embeddings", None) or UNSAID_CONTEXT
    limit = tokenizer.model_max_length
    return int(min(positions, limit) if limit and limit < _UNLIMITED else positions)
