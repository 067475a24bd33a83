"""The recipe of the joint reader, from the encoder and written questions and claims to its files.

python -m assistant.joint.training --data DIR      train and export (extra `train`); a reader that is there
                                                   learns on with --known FOLDER
python -m assistant.joint.training.evaluate        how good it is on places held out

written     questions and claims about places of the surveys and about made-up sources, and what is held out
examples    what is learned from: pairs of texts and whether one answers or supports the other
excerpts    sentences in their windows, as the reader is given them
network     the encoder's upper layers over two texts, of which one or both look at the other
recipe      training, and the calibration of support
export      the ONNX graph, and the network read back from it
"""
