"""The recipe of the built-in bilingual encoder: from parallel text to the files under `indexing/models`.

    python -m indexing.training --data DIR      train and export (extra `train`)
    python -m indexing.training.evaluate --data DIR      the table with its baselines

The stages, one module each, every one resumable from its files in the work folder:

    data        parallel files, paired survey lines, glosses -> `Bitext`
    teacher     all-MiniLM-L6-v2's vector of every English side, computed once
    pieces      the Chinese pieces worth a vector of their own
    static      one vector a piece, distilled and contrasted: the static bilingual space
    contextual  MiniLM's body with Chinese rows that start from the static space
    export      the ONNX graph, its tokenizer, the table of signs
    words       the table of single words
"""
